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

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.IllegalConfigurationException;

/**
 * The parts of a table's ARN: {@code arn:PARTITION:dynamodb:REGION:ACCOUNT:table/TABLE}. The
 * service takes it instead of a table's name, also of a table of another account (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">Scan</a>).
 * Immutable.
 */
@Internal
public final class TableArn {

    private static final String PREFIX = "arn:";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");
    private static final Pattern FORM =
            Pattern.compile(
                    "arn:[a-z0-9-]+:dynamodb:([a-z0-9-]+):[0-9]*:table/([a-zA-Z0-9_.-]{3,255})");
    private static final Pattern PART_OF_A_TABLE =
            Pattern.compile("(arn:[a-z0-9-]+:dynamodb:[a-z0-9-]+:[0-9]*:table/[^/]+)/([a-z]*)/?.*");

    private final String region;
    private final String tableName;

    private TableArn(String region, String tableName) {
        this.region = region;
        this.tableName = tableName;
    }

    /**
     * Takes an ARN apart.
     *
     * @param arn the text
     * @return its parts
     * @throws IllegalConfigurationException if it isn't the ARN of a table
     */
    public static TableArn parse(String arn) {
        Matcher matcher = FORM.matcher(arn);
        if (!matcher.matches()) {
            throw invalid(arn);
        }
        return new TableArn(matcher.group(1), matcher.group(2));
    }

    /**
     * Returns whether a setting is meant as an ARN.
     *
     * @param table a table's name or ARN
     * @return false for a name
     */
    public static boolean isArn(String table) {
        return table.startsWith(PREFIX);
    }

    /**
     * Requires that a setting names a table.
     *
     * @param table the setting
     * @throws IllegalConfigurationException if it is neither a table's name nor its ARN
     */
    static void requireNameOrArn(String table) {
        if (!NAME.matcher(table).matches() && !FORM.matcher(table).matches()) {
            throw invalid(table);
        }
    }

    private static IllegalConfigurationException invalid(String table) {
        return new IllegalConfigurationException(
                "Invalid value '%s' for '%s': expected 3 to 255 characters of a-z, A-Z, 0-9, '_',"
                        + " '-', '.', or the ARN of a table,"
                        + " arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE%s",
                table, TABLE_NAME.key(), hint(table));
    }

    /** What the text may be instead. */
    private static String hint(String table) {
        if (!table.equals(table.strip())) {
            return ", without white space around it";
        }
        Matcher part = PART_OF_A_TABLE.matcher(table);
        if (!part.matches()) {
            return StreamArn.otherService(table).orElse("");
        }
        if (part.group(2).equals("stream")) {
            return ". Set a stream's ARN with '" + STREAM_ARN.key() + "'";
        }
        return part.group(2).equals("index")
                ? ". This is the ARN of an index: set that of its table, '" + part.group(1) + "'"
                : "";
    }

    /**
     * Returns the table's region.
     *
     * @return such as {@code eu-west-1}
     */
    public String region() {
        return region;
    }

    /** Returns the table's name. */
    public String tableName() {
        return tableName;
    }
}
