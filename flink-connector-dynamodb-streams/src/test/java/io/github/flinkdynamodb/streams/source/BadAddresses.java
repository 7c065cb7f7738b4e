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

import static io.github.flinkdynamodb.streams.source.BadInput.ARN;
import static io.github.flinkdynamodb.streams.source.BadInput.options;

import java.util.ArrayList;
import java.util.List;

/** Bad names of streams, tables, regions and endpoints. */
final class BadAddresses {

    private static final String FORM = "arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE/stream/LABEL";
    private static final String TABLE_ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

    private BadAddresses() {}

    static List<BadInput> all() {
        List<BadInput> rows = new ArrayList<>();
        streams(rows);
        tables(rows);
        regions(rows);
        endpoints(rows);
        endpointsOfAws(rows);
        return rows;
    }

    private static void streams(List<BadInput> rows) {
        rows.add(
                options("neither stream nor table")
                        .mustSay("Missing option 'stream.arn' or 'table-name'", "set one of them"));
        rows.add(
                options("stream and table", "stream.arn", ARN, "table-name", "Orders")
                        .mustSay(
                                "'stream.arn' = '" + ARN + "'",
                                "'table-name' = 'Orders'",
                                "are both set: remove one of them"));
        rows.add(arn("name of a table", "Orders", "Set the name of a table with 'table-name'"));
        rows.add(arn("empty ARN", "", FORM));
        rows.add(arn("URL of the console", "https://console.aws.amazon.com/x", FORM));
        rows.add(
                arn(
                        "ARN of a table",
                        TABLE_ARN,
                        "the ARN of a table: set 'table-name' = '" + TABLE_ARN + "' instead",
                        "LatestStreamArn"));
        rows.add(
                arn(
                        "ARN of a table with a slash",
                        TABLE_ARN + "/",
                        "set 'table-name' = '" + TABLE_ARN + "' instead"));
        rows.add(arn("ARN of an index", TABLE_ARN + "/index/by-date", FORM));
        rows.add(
                arn(
                        "ARN of a Kinesis stream",
                        "arn:aws:kinesis:eu-west-1:123456789012:stream/Orders",
                        "This is an ARN of the service kinesis"));
        rows.add(arn("ARN of a bucket", "arn:aws:s3:::orders", "This is an ARN of the service s3"));
        rows.add(
                arn(
                        "ARN of a function",
                        "arn:aws:lambda:eu-west-1:123456789012:function:f",
                        "This is an ARN of the service lambda"));
        rows.add(arn("space before the ARN", " " + ARN, "without white space around it"));
        rows.add(arn("line end behind the ARN", ARN + "\n", "without white space around it"));
        rows.add(arn("no region", ARN.replace("eu-west-1", ""), FORM));
        rows.add(arn("no label", TABLE_ARN + "/stream/", FORM));
        rows.add(arn("space in the label", ARN.replace("T", " "), FORM));
        rows.add(arn("upper-case region", ARN.replace("eu-west-1", "EU-WEST-1"), FORM));
        rows.add(arn("upper-case prefix", ARN.replace("arn:aws", "ARN:AWS"), FORM));
        rows.add(arn("placeholder of an account", ARN.replace("123456789012", "<account>"), FORM));
        rows.add(
                arn("hyphens in the account", ARN.replace("123456789012", "1234-5678-9012"), FORM));
        rows.add(arn("space in the table", ARN.replace("Orders", "My Orders"), FORM));
        rows.add(arn("one part too few", ARN.replace("arn:aws:", "aws:"), FORM));
    }

    private static BadInput arn(String name, String arn, String... remedy) {
        List<String> words = new ArrayList<>(List.of(remedy));
        words.add("Invalid value '" + arn + "' for 'stream.arn': expected the ARN of a stream");
        words.add(FORM);
        return options(name, "stream.arn", arn).mustSay(words.toArray(new String[0]));
    }

    private static void tables(List<BadInput> rows) {
        rows.add(table("empty table", ""));
        rows.add(table("table of two letters", "ab"));
        rows.add(table("table of 256 letters", "t".repeat(256)));
        rows.add(table("table of two words", "my orders"));
        rows.add(table("space before the table", " Orders"));
        rows.add(table("table with a path", "Orders/stream"));
        rows.add(table("table with an umlaut", "B\u00fccher"));
        rows.add(
                options("ARN as a table", "table-name", ARN)
                        .mustSay(
                                "Invalid value '" + ARN + "' for 'table-name'",
                                "Set a stream's ARN with 'stream.arn'"));
        String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
        rows.add(
                options("ARN of an index as a table", "table-name", arn + "/index/ByDate")
                        .mustSay(
                                "Invalid value '" + arn + "/index/ByDate' for 'table-name'",
                                "or the ARN of a table,"
                                        + " arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE",
                                "This is the ARN of an index: set that of its table, '" + arn));
        rows.add(
                options("ARN of a queue as a table", "table-name", "arn:aws:sqs:eu-west-1:1:orders")
                        .mustSay(
                                "Invalid value 'arn:aws:sqs:eu-west-1:1:orders' for 'table-name'",
                                "This is an ARN of the service sqs"));
        rows.add(
                options("ARN of a table elsewhere", "table-name", arn, "aws.region", "us-east-1")
                        .mustSay(
                                "Invalid value 'us-east-1' for 'aws.region'",
                                "the region of 'table-name' = '" + arn + "' is eu-west-1"));
    }

    private static BadInput table(String name, String table) {
        return options(name, "table-name", table)
                .mustSay(
                        "Invalid value '" + table + "' for 'table-name'",
                        "expected 3 to 255 characters of a-z, A-Z, 0-9, '_', '-', '.'");
    }

    private static void regions(List<BadInput> rows) {
        rows.add(region("empty region", ""));
        rows.add(region("region in upper case", "EU-WEST-1"));
        rows.add(region("region in words", "Europe (Ireland)"));
        rows.add(region("space behind the region", "eu-west-1 "));
        rows.add(region("region with underscores", "eu_west_1"));
        rows.add(region("URL as a region", "https://eu-west-1.amazonaws.com"));
        rows.add(
                options("region of another stream", "aws.region", "us-east-1")
                        .ofStream()
                        .mustSay(
                                "Invalid value 'us-east-1' for 'aws.region'",
                                "the region of 'stream.arn' = '" + ARN + "' is eu-west-1",
                                "Remove the option, or set it to eu-west-1"));
        rows.add(
                options(
                                "region of another partition",
                                "aws.region",
                                "us-east-1",
                                "stream.arn",
                                ARN.replace("aws:", "aws-us-gov:")
                                        .replace("eu-west-1", "us-gov-west-1"))
                        .mustSay(
                                "Invalid value 'us-east-1' for 'aws.region'",
                                "set it to us-gov-west-1"));
    }

    private static BadInput region(String name, String region) {
        return options(name, "aws.region", region, "table-name", "Orders")
                .mustSay(
                        "Invalid value '" + region + "' for 'aws.region'",
                        "expected the name of a region, such as eu-west-1");
    }

    private static void endpoints(List<BadInput> rows) {
        rows.add(endpoint("empty endpoint", ""));
        rows.add(endpoint("endpoint without a scheme", "localhost:8000"));
        rows.add(endpoint("name of a host as the endpoint", "dynamodb.local"));
        rows.add(endpoint("endpoint of another scheme", "ftp://localhost:8000"));
        rows.add(endpoint("endpoint of tcp", "tcp://localhost:8000"));
        rows.add(endpoint("endpoint without a host", "http://"));
        rows.add(endpoint("endpoint without slashes", "http:localhost"));
        rows.add(endpoint("endpoint of slashes alone", "//localhost:8000"));
        rows.add(endpoint("endpoint with a path", "http://localhost:8000/shell/"));
        rows.add(endpoint("endpoint with a query", "http://localhost:8000?a=b"));
        rows.add(endpoint("endpoint with a fragment", "http://localhost:8000#a"));
        rows.add(endpoint("port 0", "http://localhost:0"));
        rows.add(endpoint("port above 65535", "http://localhost:80000"));
        rows.add(endpoint("port that is no number", "http://localhost:http"));
        rows.add(endpoint("space in the host", "http://local host:8000"));
        rows.add(endpoint("space before the endpoint", " http://localhost:8000"));
        rows.add(
                options(
                                "password in the endpoint",
                                "aws.endpoint",
                                "http://user:hunter2@localhost:8000")
                        .ofStream()
                        .mustSay(
                                "Invalid value 'http://***@localhost:8000' for 'aws.endpoint'",
                                "without user"));
    }

    private static BadInput endpoint(String name, String url) {
        return options(name, "aws.endpoint", url)
                .ofStream()
                .mustSay(
                        "Invalid value '"
                                + url
                                + "' for 'aws.endpoint': expected the URL of a service",
                        "http://HOST[:PORT] or https://HOST[:PORT]",
                        "without user, path, query and fragment");
    }

    private static void endpointsOfAws(List<BadInput> rows) {
        rows.add(
                options(
                                "endpoint of tables",
                                "aws.endpoint",
                                "https://dynamodb.eu-west-1.amazonaws.com")
                        .ofStream()
                        .mustSay(
                                "Invalid value 'https://dynamodb.eu-west-1.amazonaws.com' for",
                                "serves no streams. Remove the option",
                                "https://streams.dynamodb.eu-west-1.amazonaws.com"));
        rows.add(
                options(
                                "endpoint of tables in China",
                                "aws.endpoint",
                                "https://dynamodb.cn-north-1.amazonaws.com.cn",
                                "table-name",
                                "Orders")
                        .mustSay(
                                "'aws.endpoint'",
                                "https://streams.dynamodb.cn-north-1.amazonaws.com.cn"));
        rows.add(
                options(
                                "endpoint of another region",
                                "aws.endpoint",
                                "https://streams.dynamodb.us-east-1.amazonaws.com")
                        .ofStream()
                        .mustSay(
                                "this is the endpoint of us-east-1, but the region of 'stream.arn'"
                                        + " = '",
                                "is eu-west-1. Remove the option"));
    }
}
