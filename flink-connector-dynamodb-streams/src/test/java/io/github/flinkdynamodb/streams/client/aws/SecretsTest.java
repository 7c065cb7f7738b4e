/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.client.aws;

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.StreamsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.util.ExceptionUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Keys, secrets, tokens and external IDs are in no text that the connector makes. */
class SecretsTest {

    private static final String OURS = "io.github.flinkdynamodb";
    private static final String[] SECRETS = {"AKIDHIDDEN", "hunter2", "t0ken", "ext3rnal"};

    private final Lines logged = new Lines();
    private StubStreamsServer server;

    @BeforeEach
    void start() {
        server = new StubStreamsServer();
        logged.attach();
    }

    @AfterEach
    void stop() {
        logged.detach();
        server.close();
    }

    private static CredentialsSettings key() {
        return ClientFixture.credentials(
                "BASIC",
                "basic.accesskeyid",
                "AKIDHIDDEN",
                "basic.secretkey",
                "hunter2",
                "basic.sessiontoken",
                "t0ken");
    }

    private CredentialsSettings roleOfAKey() {
        return ClientFixture.credentials(
                "ASSUME_ROLE",
                "role.arn",
                "arn:aws:iam::123456789012:role/reader",
                "role.externalId",
                "ext3rnal",
                "role.stsEndpoint",
                server.endpoint().toString(),
                "role.provider",
                "BASIC",
                "role.provider.basic.accesskeyid",
                "AKIDHIDDEN",
                "role.provider.basic.secretkey",
                "hunter2",
                "role.provider.basic.sessiontoken",
                "t0ken");
    }

    @Test
    void textsOfSettingsShowWhatIsListedAlone() {
        for (CredentialsSettings credentials : List.of(key(), roleOfAKey())) {
            ClientSettings settings = new ClientSettings("eu-west-1", null, credentials, 1);

            assertThat(
                            List.of(
                                    credentials,
                                    credentials.roleProvider(),
                                    settings,
                                    new AwsStreamsClientProvider(settings)))
                    .extracting(Object::toString)
                    .allSatisfy(text -> assertThat(text).doesNotContain(SECRETS));
        }
    }

    @Test
    void aRefusedCallShowsNoSecretInExceptionAndLog() throws Exception {
        server.on(
                "DescribeStream",
                request ->
                        request.send(
                                400,
                                "{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\"}"
                                        .getBytes(StandardCharsets.UTF_8)));

        assertHidden(failureOfACall(key()));
        assertThat(server.requests()).isNotEmpty();
        assertThat(server.requests().get(0).header("Authorization")).contains("AKIDHIDDEN");
    }

    /** A service may quote what was to be signed, which has the token of temporary credentials. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "should have been 'POST\\n/\\nx-amz-security-token:t0ken\\nx-amz-target:x'",
                "X-Amz-Security-Token=t0ken&X-Amz-Date=20261130",
                "headers were {x-amz-security-token: t0ken, host: localhost}"
            })
    void aQuotedTokenIsHiddenInExceptionAndLog(String quoted) throws Exception {
        server.on(
                "DescribeStream",
                request ->
                        request.send(
                                400,
                                ("{\"__type\":\"x#InvalidSignatureException\",\"message\":\""
                                                + "The canonical string "
                                                + quoted
                                                + "\"}")
                                        .getBytes(StandardCharsets.UTF_8)));

        StreamsException failure = failureOfACall(key());

        assertHidden(failure);
        assertThat(failure)
                .hasMessageContaining("InvalidSignatureException: The canonical string ")
                .hasMessageContaining("***");
        assertThat(ExceptionUtils.stringifyException(failure))
                .contains("Suppressed: software.amazon.awssdk.services.dynamodb.model.Dynamo")
                .contains("at software.amazon.awssdk.");
    }

    @Test
    void aRefusedRoleShowsNoSecretInExceptionAndLog() throws Exception {
        server.on(
                "AssumeRole",
                request ->
                        request.send(
                                403,
                                "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"
                                        .getBytes(StandardCharsets.UTF_8)));

        StreamsException failure = failureOfACall(roleOfAKey());

        assertHidden(failure);
        assertThat(failure).hasMessageContaining("role.arn=arn:aws:iam::123456789012:role/reader");
        assertThat(server.requests().get(0).form("ExternalId")).isEqualTo("ext3rnal");
    }

    private StreamsException failureOfACall(CredentialsSettings credentials) throws Exception {
        try (AwsStreamsClient client =
                ClientFixture.client(ClientFixture.settings(server.endpoint(), credentials, 4))) {
            return failure(client.describeStream(ClientFixture.STREAM, null));
        }
    }

    private void assertHidden(Throwable failure) {
        assertThat(failure).isInstanceOf(StreamsException.class);
        assertThat(ExceptionUtils.stringifyException(failure)).doesNotContain(SECRETS);
        LoggerFactory.getLogger(OURS + ".test").trace("the end of the log");
        assertThat(logged.lines)
                .as("the log is listened to")
                .contains("the end of the log")
                .allSatisfy(line -> assertThat(line).doesNotContain(SECRETS));
    }

    /** Keeps what is logged: all of the connector's, and what others say by default. */
    private static final class Lines extends AbstractAppender {

        final List<String> lines = new CopyOnWriteArrayList<>();

        Lines() {
            super("secrets", null, null, true, Property.EMPTY_ARRAY);
            start();
        }

        void attach() {
            LoggerContext context = (LoggerContext) LogManager.getContext(false);
            Configuration configuration = context.getConfiguration();
            configuration.getRootLogger().addAppender(this, Level.INFO, null);
            LoggerConfig ours = new LoggerConfig(OURS, Level.TRACE, false);
            ours.addAppender(this, Level.TRACE, null);
            configuration.addLogger(OURS, ours);
            context.updateLoggers();
        }

        void detach() {
            LoggerContext context = (LoggerContext) LogManager.getContext(false);
            context.getConfiguration().getRootLogger().removeAppender(getName());
            context.getConfiguration().removeLogger(OURS);
            context.updateLoggers();
        }

        @Override
        public void append(LogEvent event) {
            Throwable thrown = event.getThrown();
            lines.add(
                    event.getMessage().getFormattedMessage()
                            + (thrown == null ? "" : ExceptionUtils.stringifyException(thrown)));
        }
    }
}
