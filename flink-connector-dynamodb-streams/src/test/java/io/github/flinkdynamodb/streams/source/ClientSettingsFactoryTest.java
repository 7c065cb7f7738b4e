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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ClientSettings;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the options become settings of the client, and what each mistake is told. */
@OnEachFlink
class ClientSettingsFactoryTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";

    @Test
    void defaultsAreTheRegionOfTheStreamAndTheChainOfTheSdk() {
        ClientSettings settings = from("stream.arn", ARN);

        assertThat(settings.region()).contains("eu-west-1");
        assertThat(settings.endpoint()).isEmpty();
        assertThat(settings.credentials().provider()).isEqualTo("AUTO");
        assertThat(settings.maxConcurrency())
                .isEqualTo(64 + ClientSettingsFactory.SPARE_CONNECTIONS);
    }

    @Test
    void regionOfATableIsLeftToTheSdk() {
        assertThat(from("table-name", "Orders").region()).isEmpty();
        assertThat(from("table-name", "Orders", "aws.region", "us-east-1").region())
                .contains("us-east-1");
    }

    @Test
    void regionMayRepeatThatOfTheStream() {
        assertThat(from("stream.arn", ARN, "aws.region", "eu-west-1").region())
                .contains("eu-west-1");
    }

    @Test
    void regionThatContradictsTheStreamIsRejected() {
        assertRejected("stream.arn", ARN, "aws.region", "us-east-1")
                .hasMessageContaining("Invalid value 'us-east-1' for 'aws.region'")
                .hasMessageContaining("'stream.arn' = '" + ARN + "'")
                .hasMessageContaining("set it to eu-west-1");
    }

    @Test
    void regionOfAnEndpointOfItsOwnMayBeAnother() {
        ClientSettings settings =
                from(
                        "stream.arn",
                        ARN.replace("eu-west-1", "ddblocal"),
                        "aws.region",
                        "us-east-1",
                        "aws.endpoint",
                        "http://localhost:8000");

        assertThat(settings.region()).contains("us-east-1");
        assertThat(settings.endpoint()).contains(URI.create("http://localhost:8000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu west", "EU-WEST-1", "eu-west-1.evil.example/", "-a", "a--b"})
    void regionMustHaveTheFormOfOne(String region) {
        assertRejected("table-name", "Orders", "aws.region", region)
                .hasMessageContaining("Invalid value '" + region + "' for 'aws.region'")
                .hasMessageContaining("eu-west-1");
    }

    @Test
    void streamMustBeAnArn() {
        assertRejected("stream.arn", "Orders")
                .hasMessageContaining("Invalid value 'Orders' for 'stream.arn'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8000",
                "https://vpce-1.streams.dynamodb.eu-west-1.vpce.amazonaws.com",
                "HTTPS://host/",
                "http://[::1]:8000"
            })
    void endpointMayBeAnyHttpUrl(String url) {
        assertThat(from("table-name", "Orders", "aws.endpoint", url).endpoint())
                .contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8000",
                "localhost",
                "ftp://localhost",
                "http://",
                "http://host name",
                "http://host?a=b",
                "http://host#a",
                "//host"
            })
    void endpointMustBeAnHttpUrl(String url) {
        assertRejected("table-name", "Orders", "aws.endpoint", url)
                .hasMessageContaining("Invalid value '" + url + "' for 'aws.endpoint'")
                .hasMessageContaining("http://HOST[:PORT]");
    }

    @ParameterizedTest
    @CsvSource({
        "http://dynamodb_local:8000, can't contain '_'",
        "https://my_table.example.com, can't contain '_'",
        "http://dynamodb local:8000, can't contain ' '",
        "http://b\u00fccher:8000, can't contain '\u00fc'",
        "http://${HOST}:8000, can't contain '$'",
        "http://-local:8000, '-local' is not a valid host name",
        "http://local-:8000, 'local-' is not a valid host name",
        "http://a..b:8000, 'a..b' is not a valid host name",
        "http://dynamodb.1:8000, 'dynamodb.1' is not a valid host name"
    })
    void hostThatCanNotBeOneIsRejectedWithTheReason(String url, String reason) {
        assertRejected("table-name", "Orders", "aws.endpoint", url)
                .hasMessageContaining("Invalid value '" + url + "' for 'aws.endpoint'")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "https://dynamodb.us-east-1.amazonaws.com, streams.dynamodb.us-east-1.amazonaws.com",
        "https://DYNAMODB.us-east-1.amazonaws.com., streams.dynamodb.us-east-1.amazonaws.com",
        "https://dynamodb-fips.us-gov-west-1.amazonaws.com, streams.dynamodb-fips.us-gov-west-1",
        "https://dynamodb.cn-north-1.amazonaws.com.cn,"
                + " streams.dynamodb.cn-north-1.amazonaws.com.cn",
        "https://dynamodb.us-east-1.api.aws, streams.dynamodb.us-east-1.amazonaws.com",
        "https://dynamodb-fips.us-east-1.api.aws:443, streams.dynamodb.us-east-1.amazonaws.com",
        "https://dynamodb.cn-north-1.api.amazonwebservices.com.cn, streams.dynamodb.cn-north-1",
        "https://123456789012.ddb.us-east-1.amazonaws.com,"
                + " streams.dynamodb.us-east-1.amazonaws.com",
        "https://123456789012.ddb.us-east-1.api.aws, streams.dynamodb.us-east-1.amazonaws.com",
        "https://vpce-1a2b-5e6f.dynamodb.us-east-1.vpce.amazonaws.com, a VPC endpoint of DynamoDB",
        "https://vpce-1a2b-5e6f-us-east-1a.dynamodb.us-east-1.vpce.amazonaws.com, a VPC endpoint",
        "https://123.ddb.vpce-1a2b.dynamodb.us-east-1.vpce.amazonaws.com, a VPC endpoint"
    })
    void endpointOfTablesIsRejectedWhateverItsSpelling(String url, String instead) {
        assertRejected("table-name", "Orders", "aws.endpoint", url)
                .hasMessageContaining("Invalid value '" + url + "' for 'aws.endpoint'")
                .hasMessageContaining("serves no streams")
                .hasMessageContaining(instead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://streams.dynamodb.eu-west-1.amazonaws.com",
                "https://streams.dynamodb-fips.eu-west-1.amazonaws.com",
                "https://streams-dynamodb.eu-west-1.api.aws",
                "https://vpce-1a2b.streams.dynamodb.eu-west-1.vpce.amazonaws.com",
                "https://vpce-1a2b.dynamodb-streams.eu-west-1.vpce.amazonaws.com",
                "http://dynamodb.eu-west-1.localhost.localstack.cloud:4566",
                "http://dynamodb.internal:8000",
                "http://localhost:8000"
            })
    void endpointOfStreamsAndOfOtherServersIsTaken(String url) {
        assertThat(from("stream.arn", ARN, "aws.endpoint", url).endpoint())
                .contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://streams-dynamodb.us-east-1.api.aws",
                "https://vpce-1a2b.streams.dynamodb.us-east-1.vpce.amazonaws.com"
            })
    void endpointOfAnotherRegionThanTheStreamsIsRejected(String url) {
        assertRejected("stream.arn", ARN, "aws.endpoint", url)
                .hasMessageContaining("this is the endpoint of us-east-1")
                .hasMessageContaining("set it to the endpoint of eu-west-1");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8000, http://localhost:8000",
        "https://streams.dynamodb.eu-west-1.amazonaws.com,"
                + " https://dynamodb.eu-west-1.amazonaws.com",
        "https://streams.dynamodb-fips.eu-west-1.amazonaws.com:443,"
                + " https://dynamodb-fips.eu-west-1.amazonaws.com:443",
        "https://streams-dynamodb.eu-west-1.api.aws, https://dynamodb.eu-west-1.api.aws"
    })
    void tablesAreReadBesideTheirStreams(String url, String ofTables) {
        assertThat(snapshot("aws.endpoint", url).tableEndpoint()).contains(URI.create(ofTables));
        assertThat(snapshot("aws.region", "eu-west-1").tableEndpoint()).isEmpty();
    }

    @Test
    void tablesAreReadAtTheEndpointThatIsSet() {
        String tables = "https://vpce-1a2b.dynamodb.eu-west-1.vpce.amazonaws.com";
        String streams = "https://vpce-1a2b.streams.dynamodb.eu-west-1.vpce.amazonaws.com";

        ClientSettings settings =
                snapshot("aws.endpoint", streams, "scan.snapshot.endpoint", tables);

        assertThat(settings.tableEndpoint()).contains(URI.create(tables));
        assertThat(settings.endpoint()).contains(URI.create(streams));
    }

    /**
     * The region's own endpoint may be out of reach there, and is found to be so only by waiting.
     */
    @ParameterizedTest
    @CsvSource({
        "Orders, snapshot",
        "Orders, initial",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders, latest"
    })
    void endpointOfTablesIsRequiredBesideAVpcEndpointOfStreams(String table, String mode) {
        String streams = "https://vpce-1a2b.streams.dynamodb.eu-west-1.vpce.amazonaws.com";

        assertRejected("table-name", table, "scan.startup.mode", mode, "aws.endpoint", streams)
                .hasMessageContaining("Missing option 'scan.snapshot.endpoint'")
                .hasMessageContaining("'" + streams + "' is a VPC endpoint of DynamoDB Streams");
        assertThat(from("table-name", "Orders", "aws.endpoint", streams).tableEndpoint()).isEmpty();
    }

    @Test
    void endpointOfStreamsServesNoTables() {
        assertThatThrownBy(
                        () ->
                                snapshot(
                                        "scan.snapshot.endpoint",
                                        "https://streams.dynamodb.eu-west-1.amazonaws.com"))
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining(
                        "for 'scan.snapshot.endpoint': this is an endpoint of DynamoDB")
                .hasMessageContaining("set it to https://dynamodb.eu-west-1.amazonaws.com");
    }

    @Test
    void regionIsThatOfTheTablesArn() {
        String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

        assertThat(from("table-name", arn).region()).contains("eu-west-1");
        assertThatThrownBy(() -> from("table-name", arn, "aws.region", "us-east-1"))
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining(
                        "Invalid value 'us-east-1' for 'aws.region': the region of 'table-name' ="
                                + " '"
                                + arn
                                + "' is eu-west-1");
        assertThatThrownBy(
                        () ->
                                from(
                                        "table-name",
                                        arn,
                                        "scan.snapshot.endpoint",
                                        "https://dynamodb.us-east-1.amazonaws.com"))
                .hasMessageContaining("this is the endpoint of us-east-1")
                .hasMessageContaining("set it to the endpoint of eu-west-1");
    }

    private static ClientSettings snapshot(String... keysAndValues) {
        String[] all = Arrays.copyOf(keysAndValues, keysAndValues.length + 4);
        List<String> more = List.of("table-name", "Orders", "scan.startup.mode", "snapshot");
        for (int i = 0; i < more.size(); i++) {
            all[keysAndValues.length + i] = more.get(i);
        }
        return from(all);
    }

    @Test
    void streamThatNamesNoRegionLeavesItToTheSetting() {
        String arn = "S628609b0-f129-11f0-bf67-2a478ea9d1e5";
        String url = "http://localhost:8043";

        assertThat(from("stream.arn", arn, "aws.endpoint", url).region()).isEmpty();
        assertThat(from("stream.arn", arn, "aws.endpoint", url, "aws.region", "r").region())
                .contains("r");
    }

    @Test
    void endpointMustHoldNoPasswordAndTheMessageShowsNone() {
        assertRejected("table-name", "Orders", "aws.endpoint", "http://user:hunter2@host")
                .hasMessageContaining("http://***@host")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"1, 9", "1000, 1008"})
    void connectionsFollowTheRequestsInFlight(String requests, int connections) {
        assertThat(from("scan.fetch.max-requests", requests).maxConcurrency())
                .isEqualTo(connections);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001"})
    void requestsInFlightHaveTheirRange(String requests) {
        assertRejected("scan.fetch.max-requests", requests)
                .hasMessageContaining(
                        "Invalid value '" + requests + "' for 'scan.fetch.max-requests'")
                .hasMessageContaining("expected 1 to 1000");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRejected(
            String... keysAndValues) {
        return assertThatThrownBy(() -> from(keysAndValues))
                .as(Arrays.toString(keysAndValues))
                .isInstanceOf(IllegalConfigurationException.class);
    }

    private static ClientSettings from(String... keysAndValues) {
        Configuration options = new Configuration();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            options.setString(keysAndValues[i], keysAndValues[i + 1]);
        }
        return ClientSettingsFactory.from(options);
    }
}
