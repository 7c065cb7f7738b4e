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
package io.github.flinkdynamodb.streams.source;

import static io.github.flinkdynamodb.streams.source.BadInput.builder;
import static io.github.flinkdynamodb.streams.source.BadInput.call;
import static io.github.flinkdynamodb.streams.source.BadInput.set;
import static io.github.flinkdynamodb.streams.source.BadInput.valid;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.Collector;

/** Calls on the builder, and on what goes into it, that make no sense. */
final class BadCalls {

    private static final String VALUE_OR_DEFAULT =
            "must not be null: pass a value, or omit the call to use the default";

    private BadCalls() {}

    static List<BadInput> all() {
        List<BadInput> rows = new ArrayList<>();
        nullOptions(rows);
        nullArguments(rows);
        moments(rows);
        values(rows);
        keys(rows);
        schemas(rows);
        return rows;
    }

    private static void nullOptions(List<BadInput> rows) {
        rows.add(nullOption("stream.arn", () -> valid().setStreamArn(null)));
        rows.add(nullOption("table-name", () -> builder().setTableName(null)));
        rows.add(nullOption("aws.region", () -> valid().setRegion(null)));
        rows.add(nullOption("aws.endpoint", () -> valid().setEndpoint(null)));
        rows.add(
                nullOption(
                        "aws.credentials.basic.accesskeyid",
                        () -> valid().setBasicCredentials(null, "hunter2")));
        rows.add(
                nullOption(
                        "aws.credentials.basic.secretkey",
                        () -> valid().setBasicCredentials("AKID", null)));
        Duration second = Duration.ofSeconds(1);
        rows.add(nullOption("scan.poll.min-interval", () -> valid().setPollInterval(null, second)));
        rows.add(nullOption("scan.poll.max-interval", () -> valid().setPollInterval(second, null)));
        rows.add(nullOption("scan.fetch.max-bytes", () -> valid().setFetchBudget(8, null)));
        rows.add(
                nullOption(
                        "scan.retry.max-duration",
                        () -> valid().set(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, null)));
    }

    private static BadInput nullOption(
            String key, org.assertj.core.api.ThrowableAssert.ThrowingCallable deed) {
        return call("null for " + key, deed, "'" + key + "' " + VALUE_OR_DEFAULT);
    }

    private static void nullArguments(List<BadInput> rows) {
        rows.add(
                call(
                        "positions at null",
                        () -> StartupPosition.positions(null),
                        "StartupPosition.positions(...) must not be given null",
                        "pass a file"));
        rows.add(
                call(
                        "null as startup position",
                        () -> valid().setStartupPosition(null),
                        "setStartupPosition(...) must not be given null",
                        "omit the call to use the default, StartupPosition.latest()"));
        rows.add(
                call(
                        "null as stopping position",
                        () -> valid().setStoppingPosition(null),
                        "setStoppingPosition(...) must not be given null",
                        "the default, StoppingPosition.never()"));
        rows.add(
                call(
                        "null as data loss policy",
                        () -> valid().setDataLossPolicy(null),
                        "setDataLossPolicy(...) must not be given null",
                        "the default, DataLossPolicy.FAIL"));
        rows.add(
                call(
                        "null as decode error policy",
                        () -> valid().setDecodeErrorPolicy(null),
                        "setDecodeErrorPolicy(...) must not be given null",
                        "the default, DecodeErrorPolicy.FAIL"));
        rows.add(
                call(
                        "null as schema",
                        () -> valid().setDeserializer(null),
                        "setDeserializer(...) must not be given null",
                        "JsonStringDeserializationSchema"));
        rows.add(
                call(
                        "null as options",
                        () -> valid().setOptions(null),
                        "setOptions(...) must not be given null",
                        "omit the call to use the default, no options"));
        rows.add(
                call(
                        "null as option",
                        () -> valid().set(null, "x"),
                        "set(...) must not be given a null option",
                        "one of DynamoDbStreamsSourceOptions"));
    }

    private static void moments(List<BadInput> rows) {
        rows.add(
                call(
                        "startup at null",
                        () -> StartupPosition.timestamp(null),
                        "StartupPosition.timestamp(...) must not be given null",
                        "pass an Instant"));
        rows.add(
                call(
                        "end at null",
                        () -> StoppingPosition.timestamp(null),
                        "StoppingPosition.timestamp(...) must not be given null",
                        "pass an Instant"));
        rows.add(
                call(
                        "startup before all times",
                        () -> valid().setStartupPosition(StartupPosition.timestamp(Instant.MIN)),
                        "Invalid value '" + Instant.MIN + "' for 'scan.startup.timestamp-millis'",
                        "expected a time that 64 bits can hold"));
        rows.add(
                call(
                        "end after all times",
                        () -> valid().setStoppingPosition(StoppingPosition.timestamp(Instant.MAX)),
                        "Invalid value '" + Instant.MAX + "' for 'scan.bounded.timestamp-millis'",
                        "expected a time that 64 bits can hold"));
        rows.add(
                call(
                        "startup at seconds taken for milliseconds",
                        () ->
                                valid().setStartupPosition(
                                                StartupPosition.timestamp(
                                                        Instant.ofEpochMilli(1795398960)))
                                        .build(),
                        "Invalid value '1795398960' for 'scan.startup.timestamp-millis'",
                        "look like seconds",
                        "2026-11-23T01:56:00Z is 1795398960000"));
        rows.add(
                call(
                        "end before 1970",
                        () ->
                                valid().setStoppingPosition(
                                                StoppingPosition.timestamp(
                                                        Instant.parse("1969-12-31T00:00:00Z")))
                                        .build(),
                        "Invalid value '-86400000' for 'scan.bounded.timestamp-millis'",
                        "expected epoch milliseconds, 0 or more"));
        rows.add(
                call(
                        "end before the startup",
                        () ->
                                valid().setStartupPosition(
                                                StartupPosition.timestamp(
                                                        Instant.parse("2026-11-23T00:00:00Z")))
                                        .setStoppingPosition(
                                                StoppingPosition.timestamp(
                                                        Instant.parse("2026-11-22T00:00:00Z")))
                                        .build(),
                        "(2026-11-23T00:00:00Z) is after",
                        "(2026-11-22T00:00:00Z), so nothing would be read"));
    }

    private static void values(List<BadInput> rows) {
        rows.add(
                call(
                        "negative poll interval",
                        () ->
                                valid().setPollInterval(
                                                Duration.ofMillis(-1), Duration.ofSeconds(1))
                                        .build(),
                        "Invalid value '-1 ms' for 'scan.poll.min-interval': expected 1 ms to"
                                + " 300000 ms"));
        rows.add(
                call(
                        "poll interval of an age",
                        () ->
                                valid().setPollInterval(
                                                Duration.ofMillis(1),
                                                Duration.ofSeconds(Long.MAX_VALUE))
                                        .build(),
                        "Invalid value '9223372036854775807 s' for 'scan.poll.max-interval':"
                                + " expected"));
        rows.add(
                call(
                        "budget of no request",
                        () -> valid().setFetchBudget(0, MemorySize.ofMebiBytes(64)).build(),
                        "Invalid value '0' for 'scan.fetch.max-requests': expected 1 to 1000"));
        rows.add(
                call(
                        "budget of no byte",
                        () -> valid().setFetchBudget(8, MemorySize.ZERO).build(),
                        "Invalid value '0 bytes' for 'scan.fetch.max-bytes': expected 1 mb to"
                                + " 1048576 mb"));
        rows.add(
                call(
                        "empty secret",
                        () -> valid().setBasicCredentials("AKID", "").build(),
                        "Empty value for 'aws.credentials.basic.secretkey'"));
        rows.add(
                call(
                        "stream and table by calls",
                        () -> valid().setTableName("Orders").build(),
                        "'stream.arn' = '" + BadInput.ARN + "' and 'table-name' = 'Orders'",
                        "are both set: remove one of them"));
        rows.add(
                call(
                        "no stream by calls",
                        () -> builder().build(),
                        "Missing option 'stream.arn' or 'table-name'"));
    }

    private static void keys(List<BadInput> rows) {
        rows.add(misspelt("scan.strartup.mode", "scan.startup.mode"));
        rows.add(misspelt("scan.startup-mode", "scan.startup.mode"));
        rows.add(misspelt("scan.poll.interval", "scan.poll.max-interval"));
        rows.add(misspelt("table.name", "table-name"));
        rows.add(misspelt("aws.regoin", "aws.region"));
        rows.add(misspelt("endpoint", "aws.endpoint"));
    }

    private static BadInput misspelt(String key, String meant) {
        return call(
                "option '" + key + "'",
                () -> set(valid(), key, "x"),
                "Unknown option '" + key + "'. Did you mean '" + meant + "'?",
                "See DynamoDbStreamsSourceOptions for all options");
    }

    private static void schemas(List<BadInput> rows) {
        rows.add(
                call(
                        "no schema",
                        () ->
                                DynamoDbStreamsSource.<String>builder()
                                        .setStreamArn(BadInput.ARN)
                                        .build(),
                        "Missing deserialization schema: call setDeserializer(...)"));
        rows.add(
                schema(
                        "schema with a field that can't be serialized",
                        new Schema(Types.STRING, new Object()),
                        Schema.class.getName() + " is not serializable",
                        "java.lang.Object",
                        "in open(...), as a transient field"));
        rows.add(
                schema(
                        "schema that fails to be serialized",
                        new FailingSchema(),
                        FailingSchema.class.getName() + " is not serializable",
                        "the pool is open"));
        rows.add(
                schema(
                        "schema that keeps what it stands in",
                        new Place().schema(),
                        "is not serializable and cannot be sent to the TaskManagers",
                        Place.class.getName(),
                        "use a static or top-level class"));
        rows.add(
                schema(
                        "schema without a type",
                        new Schema(null, null),
                        Schema.class.getName() + " returns null from getProducedType()",
                        "return the type of its elements, such as Types.STRING"));
        rows.add(
                call(
                        "dead letters of a schema that has no elements for them",
                        () ->
                                valid().setDecodeErrorPolicy(DecodeErrorPolicy.DEAD_LETTER)
                                        .setDeserializer(new Schema(Types.STRING, null))
                                        .build(),
                        "'scan.on-decode-error' = 'dead-letter' needs a schema that emits what it"
                                + " rejects, but "
                                + Schema.class.getName(),
                        "setDeserializer(DeadLetters.wrap(...))",
                        "DeadLetters.split(...)"));
    }

    private static BadInput schema(
            String name, DynamoDbStreamsDeserializationSchema<String> schema, String... words) {
        return call(name, () -> valid().setDeserializer(schema).build(), words);
    }

    /** A schema with a field of its own. */
    private static class Schema implements DynamoDbStreamsDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        private final transient TypeInformation<String> type;

        @SuppressWarnings("serial")
        private final Object field;

        Schema(TypeInformation<String> type, Object field) {
            this.type = type;
            this.field = field;
        }

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            out.collect(String.valueOf(field));
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return type;
        }
    }

    private static final class FailingSchema extends Schema {

        private static final long serialVersionUID = 1L;

        FailingSchema() {
            super(Types.STRING, null);
        }

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("the pool is open");
        }
    }

    /** A class that isn't serializable, with a schema in it that is not static. */
    private static final class Place {

        private final String name = "place";

        DynamoDbStreamsDeserializationSchema<String> schema() {
            return new DynamoDbStreamsDeserializationSchema<String>() {

                private static final long serialVersionUID = 1L;

                @Override
                public void deserialize(ChangeRecord record, Collector<String> out) {
                    out.collect(name);
                }

                @Override
                public TypeInformation<String> getProducedType() {
                    return Types.STRING;
                }
            };
        }
    }
}
