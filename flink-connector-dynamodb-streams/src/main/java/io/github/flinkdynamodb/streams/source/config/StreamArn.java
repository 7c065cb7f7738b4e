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

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.IllegalConfigurationException;

/**
 * The parts of a stream's ARN: {@code
 * arn:PARTITION:dynamodb:REGION:ACCOUNT:table/TABLE/stream/LABEL}. Immutable.
 */
public final class StreamArn {

    private static final Pattern FORM =
            Pattern.compile(
                    "arn:[a-z0-9-]+:dynamodb:([a-z0-9-]+):([0-9]*):table/([a-zA-Z0-9_.-]+)/stream/(.+)");

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
                            + " arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE/stream/LABEL",
                    STREAM_ARN.key(), arn);
        }
        return new StreamArn(matcher.group(1), matcher.group(3));
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
