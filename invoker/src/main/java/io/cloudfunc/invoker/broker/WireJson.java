package io.cloudfunc.invoker.broker;

import io.cloudfunc.api.payload.Payload;
import io.cloudfunc.api.report.Report;
import io.cloudfunc.api.wire.CallsTaken;
import io.cloudfunc.api.wire.ClaimQuestion;
import io.cloudfunc.api.wire.Control;
import io.cloudfunc.api.wire.Execute;
import io.cloudfunc.api.wire.Frame;
import io.cloudfunc.api.wire.PayloadQuestion;
import io.cloudfunc.api.wire.PrepareRevision;
import io.cloudfunc.api.wire.Receipt;
import io.cloudfunc.api.wire.ReportEnvelope;
import io.cloudfunc.api.wire.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads the messages of routers and workers: frames with a JSON head. Unknown properties are ignored. */
public final class WireJson {

    /** A message as it was read; its parts are the bytes that go with its head. */
    public record Read<T>(T head, List<byte[]> parts) {}

    private final JsonMapper json = JsonMapper.builder().build();
    private final ObjectWriter tasks = json.writerFor(Task.class);
    private final ObjectWriter controls = json.writerFor(Control.class);
    private final ObjectWriter words = json.writerFor(CallsTaken.class);
    private final ObjectWriter envelopes = json.writerFor(ReportEnvelope.class);

    public byte[] write(Execute execute, byte[] payload) {
        return frame(tasks, execute, List.of(payload));
    }

    /** One that does not carry its payload. */
    public byte[] write(Execute execute) {
        return frame(tasks, execute, List.of());
    }

    public byte[] write(PrepareRevision prepare) {
        return frame(tasks, prepare, List.of());
    }

    public byte[] write(Control control) {
        return frame(controls, control, List.of());
    }

    public byte[] write(CallsTaken word) {
        return frame(words, word, List.of());
    }

    public byte[] write(Report report, List<Payload> payloads) {
        return write(report, payloads, null);
    }

    /** One about a call, with that call's receipt. */
    public byte[] write(Report report, List<Payload> payloads, @Nullable Receipt receipt) {
        var parts = payloads.stream().map(Payload::content).toList();
        return frame(envelopes, ReportEnvelope.of(report, payloads, receipt), parts);
    }

    /** As JSON, without a frame. */
    public byte[] write(ClaimQuestion question) {
        return json.writeValueAsBytes(question);
    }

    /** As JSON, without a frame. */
    public byte[] write(PayloadQuestion question) {
        return json.writeValueAsBytes(question);
    }

    /** Reads a {@link Task}, {@link Control}, {@link CallsTaken} or {@link ReportEnvelope}. */
    public <T> Read<T> read(Class<T> type, byte[] message) {
        try {
            var frame = Frame.decode(message);
            return new Read<>(json.readValue(frame.head(), type), frame.parts());
        } catch (IllegalArgumentException | JacksonException broken) {
            throw new UnreadableMessageException(type, broken);
        }
    }

    private static byte[] frame(ObjectWriter writer, Object head, List<byte[]> parts) {
        return new Frame(writer.writeValueAsBytes(head), parts).encode();
    }
}
