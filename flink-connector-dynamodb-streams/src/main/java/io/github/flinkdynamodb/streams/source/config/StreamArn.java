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
    private static final Pattern TABLE =
            Pattern.compile("arn:[a-z0-9-]+:dynamodb:[a-z0-9-]+:[0-9]*:table/([a-zA-Z0-9_.-]+)/?");
    private static final Pattern OTHER_SERVICE = Pattern.compile("arn:[^:]*:([^:]+):.*");

    private final String region;
    private final String tableName;

    private StreamArn(String region, String tableName) {
        this.region = region;
        this.tableName = tableName;
    }

    /**
     * Takes an ARN apart.
     *
     * @param arn the text
     * @return its parts
     * @throws IllegalConfigurationException if it isn't the ARN of a stream
     */
    public static StreamArn parse(String arn) {
        Matcher matcher = FORM.matcher(arn);
        if (!matcher.matches()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not the ARN of a stream: expected"
                            + " arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE/stream/LABEL%s",
                    STREAM_ARN.key(), arn, hint(arn));
        }
        return new StreamArn(matcher.group(1), matcher.group(3));
    }

    /**
     * Finds the table in the ARN of one of its streams, which isn't checked.
     *
     * @param arn the ARN, or null
     * @return the table's name; empty where the text has none
     */
    public static Optional<String> tableNameOf(String arn) {
        int from = arn == null ? -1 : arn.indexOf(BEFORE_TABLE);
        int to = from < 0 ? -1 : arn.indexOf('/', from + BEFORE_TABLE.length());
        return to < 0
                ? Optional.empty()
                : Optional.of(arn.substring(from + BEFORE_TABLE.length(), to));
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
        Matcher other = OTHER_SERVICE.matcher(arn);
        if (other.matches() && !other.group(1).equals("dynamodb")) {
            return ". This is an ARN of the service " + other.group(1);
        }
        return arn.startsWith("arn:")
                ? ""
                : ". A table is named by '" + TABLE_NAME.key() + "' instead";
    }

    /**
     * The region of the stream.
     *
     * @return such as {@code eu-west-1}
     */
    public String region() {
        return region;
    }

    /**
     * The table of the stream.
     *
     * @return its name
     */
    public String tableName() {
        return tableName;
    }
}
