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
package io.github.flinkdynamodb.streams.source.config;

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STREAM_ARN;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.TABLE_NAME;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.IllegalConfigurationException;

/**
 * The parts of a stream's ARN: {@code
 * arn:PARTITION:dynamodb:REGION:ACCOUNT:table/TABLE/stream/LABEL}. Immutable.
 */
@Internal
public final class StreamArn {

    private static final Pattern FORM =
            Pattern.compile(
                    "arn:[a-z0-9-]+:dynamodb:([a-z0-9-]+):([0-9]*):table/([a-zA-Z0-9_.-]+)/stream/(\\S+)");

    private static final String BEFORE_TABLE = ":table/";
    private static final String BEFORE_LABEL = "/stream/";
    private static final Pattern ARN_OF_A_SERVICE = Pattern.compile("arn:[^:]*:([^:]+):.*");
    private static final Pattern TABLE =
            Pattern.compile("(arn:[a-z0-9-]+:dynamodb:[a-z0-9-]+:[0-9]*:table/[a-zA-Z0-9_.-]+)/?");

    /**
     * What ScyllaDB Alternator names its streams: with the keyspace before the table's name;
     * earlier by an ARN of its own, or by an S and a UUID.
     */
    private static final Pattern FORM_OF_ALTERNATOR =
            Pattern.compile(
                    "arn:[a-z0-9-]+:dynamodb:([a-z0-9-]+):[0-9]*:table/[a-zA-Z0-9_.@-]+/stream/\\S+"
                        + "|arn:scylla:\\S+|S[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final String region;

    private StreamArn(String region) {
        this.region = region;
    }

    /**
     * Takes an ARN apart.
     *
     * @param arn the text
     * @param ownEndpoint whether the calls go to an endpoint that the user has set: stand-ins of
     *     the service have names of other forms for their streams
     * @return its parts
     * @throws IllegalConfigurationException if it isn't the ARN of a stream
     */
    public static StreamArn parse(String arn, boolean ownEndpoint) {
        Matcher matcher = FORM.matcher(arn);
        if (matcher.matches()) {
            return new StreamArn(matcher.group(1));
        }
        Matcher alternator = FORM_OF_ALTERNATOR.matcher(arn);
        if (ownEndpoint && alternator.matches()) {
            return new StreamArn(alternator.group(1));
        }
        throw new IllegalConfigurationException(
                "Invalid value '%s' for '%s': expected the ARN of a stream,"
                        + " arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE/stream/LABEL%s",
                arn, STREAM_ARN.key(), hint(arn));
    }

    /**
     * Finds the table in the ARN of one of its streams, which isn't checked. ScyllaDB Alternator
     * puts a keyspace before the table's name, which is left out.
     *
     * @param arn the ARN, or null
     * @return the table's name; empty if the text has none
     */
    public static Optional<String> tableNameOf(String arn) {
        int from = arn == null ? -1 : arn.indexOf(BEFORE_TABLE);
        int to = from < 0 ? -1 : arn.indexOf('/', from + BEFORE_TABLE.length());
        if (to < 0) {
            return Optional.empty();
        }
        String table = arn.substring(from + BEFORE_TABLE.length(), to);
        return Optional.of(table.substring(table.indexOf('@') + 1));
    }

    /**
     * Finds out how the service is asked for the table of a stream.
     *
     * @param arn the ARN of the stream, as {@link #parse} accepts it
     * @return the table's ARN; its name for a stream of ScyllaDB Alternator, whose ARNs say nothing
     *     of an account; empty if the text names no table
     */
    public static Optional<String> tableOf(String arn) {
        return FORM.matcher(arn).matches()
                ? Optional.of(arn.substring(0, arn.indexOf(BEFORE_LABEL)))
                : tableNameOf(arn);
    }

    /** What the text may be instead. */
    private static String hint(String arn) {
        if (!arn.equals(arn.strip())) {
            return ", without white space around it";
        }
        Matcher table = TABLE.matcher(arn);
        if (table.matches()) {
            return String.format(
                    ". This is the ARN of a table: set '%s' = '%s' instead, or use the table's"
                            + " LatestStreamArn",
                    TABLE_NAME.key(), table.group(1));
        }
        Optional<String> other = otherService(arn);
        if (other.isPresent()) {
            return other.get();
        }
        return arn.startsWith("arn:")
                ? ""
                : ". Set the name of a table with '" + TABLE_NAME.key() + "'";
    }

    /** What is said of an ARN that isn't of DynamoDB; empty for one that is. */
    static Optional<String> otherService(String arn) {
        Matcher other = ARN_OF_A_SERVICE.matcher(arn);
        return other.matches() && !other.group(1).equals("dynamodb")
                ? Optional.of(". This is an ARN of the service " + other.group(1))
                : Optional.empty();
    }

    /**
     * The region of the stream.
     *
     * @return such as {@code eu-west-1}; empty if the text holds none
     */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }
}
