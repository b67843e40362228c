package io.cloudfunc.command.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyTest {

    private static final int LIMIT = 4;

    @Test
    void a_body_without_a_content_type_is_just_bytes() {
        assertThat(new Body(new MockHttpServletRequest(), LIMIT).contentType()).isEqualTo("application/octet-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain; charset=latin1", "image/svg+xml"})
    void a_content_type_stays_as_the_caller_wrote_it(String written) {
        assertThat(typed(written).contentType()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text/", "*/*", "application/*", "a/b/c", "text/plain; charset=\"", ""})
    void a_content_type_that_is_not_one_media_type_is_refused(String written) {
        assertThatThrownBy(() -> typed(written).contentType())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Content-Type: got '%s', expected a media type such as application/json", written);
    }

    @Test
    void a_body_of_the_largest_size_is_read() {
        assertThat(sized(LIMIT).read()).hasSize(LIMIT);
    }

    @Test
    void a_body_above_the_limit_is_refused_even_if_it_does_not_say_its_size() {
        var request = new MockHttpServletRequest() {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        request.setContent(new byte[LIMIT + 3]);

        assertThatThrownBy(() -> new Body(request, LIMIT).read())
                .isInstanceOf(RejectedException.class)
                .hasMessage("The body has 5 bytes or more; expected at most 4 bytes");
    }

    @Test
    void a_body_that_says_too_large_a_size_is_refused() {
        assertThatThrownBy(() -> sized(LIMIT + 3).read())
                .isInstanceOf(RejectedException.class)
                .hasMessage("The body has 7 bytes or more; expected at most 4 bytes");
    }

    @Test
    void a_body_that_breaks_off_is_the_callers_fault() {
        var request = new MockHttpServletRequest() {
            @Override
            public ServletInputStream getInputStream() {
                return new BrokenOff();
            }
        };

        assertThatThrownBy(() -> new Body(request, LIMIT).read()).isInstanceOf(InvalidValueException.class);
    }

    private static Body typed(String contentType) {
        var request = new MockHttpServletRequest();
        request.setContentType(contentType);
        return new Body(request, LIMIT);
    }

    private static Body sized(int bytes) {
        var request = new MockHttpServletRequest();
        request.setContent(new byte[bytes]);
        return new Body(request, LIMIT);
    }

    private static final class BrokenOff extends ServletInputStream {

        @Override
        public int read() throws IOException {
            throw new EOFException();
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
