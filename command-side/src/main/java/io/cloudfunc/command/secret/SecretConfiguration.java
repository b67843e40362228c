package io.cloudfunc.command.secret;

import io.cloudfunc.api.wire.QueueNames;
import io.cloudfunc.command.OwnersFile;
import io.cloudfunc.identity.SecretTable;
import java.nio.file.Path;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class SecretConfiguration {

    @Bean
    Secrets secrets(
            CommandGateway commands,
            SecretTable table,
            SecretSettings settings,
            @Value("${cloudfunc.data-dir:}") String dataDirectory,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new Secrets(commands, table, keys(settings, dataDirectory), transactions, clock);
    }

    private static MasterKeys keys(SecretSettings settings, String dataDirectory) {
        if (settings.key() != null) {
            return new MasterKeys(settings.key());
        }
        if (settings.keyFile() != null) {
            return keysIn(settings.keyFile());
        }
        return dataDirectory.isEmpty() ? new MasterKeys("") : keysIn(Path.of(dataDirectory, "secrets.key"));
    }

    private static MasterKeys keysIn(Path file) {
        return new MasterKeys(OwnersFile.read(file, MasterKeys::fresh));
    }

    @Bean
    ApplicationRunner encryptAnew(Secrets secrets) {
        return arguments -> secrets.encryptAnew();
    }

    @Bean
    DirectMessageListenerContainer secretListener(
            ConnectionFactory broker, QueueNames names, Secrets secrets, RabbitTemplate template) {
        var container = new DirectMessageListenerContainer(broker);
        container.setQueueNames(names.secrets());
        container.setMissingQueuesFatal(false);
        container.setMessageListener(new SecretAnswers(names, secrets, template));
        return container;
    }
}
