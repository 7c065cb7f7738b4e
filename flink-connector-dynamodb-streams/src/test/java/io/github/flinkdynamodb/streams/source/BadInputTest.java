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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.reader.fetch.BadRecords;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a user gets wrong, the message names the culprit and says what to do. */
@OnEachFlink
class BadInputTest {

    static List<BadInput> rows() {
        return Stream.of(
                        BadAddresses.all(),
                        BadScanOptions.all(),
                        BadCredentials.all(),
                        BadCalls.all(),
                        BadRecords.all())
                .flatMap(List::stream)
                .collect(Collectors.toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theMessageNamesTheCulpritAndTheRemedy(BadInput row) {
        Throwable thrown = catchThrowable(row.deed);

        assertThat(thrown)
                .as(row.name)
                .isInstanceOf(row.type)
                .message()
                .contains(row.words)
                .doesNotContain("hunter2", "AKID", "@6", "Optional[");
    }

    @Test
    void theTableHasHundredsOfRowsAndNoneTwice() {
        List<BadInput> rows = rows();

        assertThat(rows).extracting(row -> row.name).doesNotHaveDuplicates();
        assertThat(rows).hasSizeGreaterThan(200).allMatch(row -> !row.words.isEmpty());
    }

    @Test
    void withoutTheMistakeASourceIsBuilt() {
        assertThatCode(() -> BadInput.valid().build()).doesNotThrowAnyException();
        assertThatCode(() -> BadInput.options("none").ofStream().build())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/T/stream/2026-11-23T00:00:00.000",
                "arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/T/stream/2026",
                "arn:aws-iso-b:dynamodb:us-isob-east-1:123456789012:table/a.b-c_d/stream/2026",
                "arn:aws:dynamodb:ddblocal:000000000000:table/T/stream/2026-11-23T00:00:00.000"
            })
    void everyPartitionHasItsStreams(String arn) {
        assertThatCode(() -> BadInput.options(arn, "stream.arn", arn).build())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8000",
                "http://localhost:65535/",
                "https://streams.dynamodb.eu-west-1.amazonaws.com",
                "https://streams.dynamodb-fips.eu-west-1.amazonaws.com",
                "https://vpce-1a2b-3c4d.streams.dynamodb.eu-west-1.vpce.amazonaws.com",
                "https://dynamodb.example.com"
            })
    void endpointsThatMayServeStreamsAreTaken(String endpoint) {
        assertThatCode(() -> BadInput.valid().setEndpoint(endpoint).build())
                .doesNotThrowAnyException();
    }

    @Test
    void optionsUnderTheOlderPrefixAndOfTheProviderOfARoleAreKnown() {
        BadInput.Options options =
                BadInput.options(
                                "a role of a role",
                                "aws.credentials.provider",
                                "ASSUME_ROLE",
                                "aws.credentials.provider.role.arn",
                                "arn:aws:iam::123456789012:role/a",
                                "aws.credentials.role.provider",
                                "ASSUME_ROLE",
                                "aws.credentials.role.provider.role.arn",
                                "arn:aws:iam::123456789012:role/b",
                                "aws.credentials.role.provider.role.provider",
                                "PROFILE",
                                "aws.credentials.role.provider.role.provider.profile.name",
                                "reader")
                        .ofStream();

        assertThatCode(options::build).doesNotThrowAnyException();
    }
}
