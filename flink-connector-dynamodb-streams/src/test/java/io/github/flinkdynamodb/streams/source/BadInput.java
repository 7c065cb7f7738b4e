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

import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One row of the table of bad input: what a user did, and what the message must tell of it. */
public final class BadInput {

    static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";

    final String name;
    final ThrowingCallable deed;
    final Class<? extends Throwable> type;
    final List<String> words;

    private BadInput(
            String name,
            ThrowingCallable deed,
            Class<? extends Throwable> type,
            List<String> words) {
        this.name = name;
        this.deed = deed;
        this.type = type;
        this.words = words;
    }

    /**
     * A row of anything that a user may do.
     *
     * @param name what the user did wrong
     * @param type what is thrown
     * @param deed does it
     * @param words the culprit, and the remedy
     */
    public static BadInput of(
            String name, Class<? extends Throwable> type, ThrowingCallable deed, String... words) {
        return new BadInput(name, deed, type, List.of(words));
    }

    /** A row of a call on the builder, or of what a built source is made of. */
    static BadInput call(String name, ThrowingCallable deed, String... words) {
        return of(name, IllegalConfigurationException.class, deed, words);
    }

    /** Options as a user writes them: keys and texts. */
    static Options options(String name, String... keysAndValues) {
        return new Options(name, keysAndValues);
    }

    /** A builder that has all it needs, but for the options. */
    static DynamoDbStreamsSourceBuilder<String> builder() {
        return DynamoDbStreamsSource.<String>builder()
                .setDeserializer(JsonStringDeserializationSchema.plainJson());
    }

    /** A builder that has all it needs. */
    static DynamoDbStreamsSourceBuilder<String> valid() {
        return builder().setStreamArn(ARN);
    }

    /** Sets an option by its key and a text, as a configuration file does. */
    static void set(DynamoDbStreamsSourceBuilder<String> builder, String key, String value) {
        builder.set(ConfigOptions.key(key).stringType().noDefaultValue(), value);
    }

    @Override
    public String toString() {
        return name;
    }

    /** A row that isn't complete: its words are missing. */
    static final class Options {

        private final String name;
        private final List<String> keysAndValues;

        private Options(String name, String... keysAndValues) {
            this.name = name;
            this.keysAndValues = new ArrayList<>(Arrays.asList(keysAndValues));
        }

        /** Names a stream, so that the options given are the only ones that may be wrong. */
        Options ofStream() {
            keysAndValues.add("stream.arn");
            keysAndValues.add(ARN);
            return this;
        }

        BadInput mustSay(String... words) {
            return call(name, this::build, words);
        }

        DynamoDbStreamsSource<String> build() {
            DynamoDbStreamsSourceBuilder<String> builder = builder();
            for (int i = 0; i < keysAndValues.size(); i += 2) {
                set(builder, keysAndValues.get(i), keysAndValues.get(i + 1));
            }
            return builder.build();
        }
    }
}
