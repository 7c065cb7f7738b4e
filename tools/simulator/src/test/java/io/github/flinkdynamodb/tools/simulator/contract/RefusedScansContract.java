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
package io.github.flinkdynamodb.tools.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Scans that the service refuses, and in which words. */
interface RefusedScansContract extends Contract {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'Segment':0; The TotalSegments parameter is required but was not present in the"
                        + " request when Segment parameter is present",
                "'TotalSegments':2; The Segment parameter is required but was not present in the"
                        + " request when parameter TotalSegments is present",
                "'Segment':4,'TotalSegments':4; The Segment parameter is zero-based and must be"
                        + " less than parameter TotalSegments: Segment: 4 is not less than"
                        + " TotalSegments: 4",
                "'Limit':0; 1 validation error detected: Value '0' at 'limit' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 1",
                "'Limit':-1; 1 validation error detected: Value '-1' at 'limit' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 1",
                "'Segment':-1,'TotalSegments':2; 1 validation error detected: Value '-1' at"
                        + " 'segment' failed to satisfy constraint: Member must have value greater"
                        + " than or equal to 0",
                "'Segment':0,'TotalSegments':0; 1 validation error detected: Value '0' at"
                        + " 'totalSegments' failed to satisfy constraint: Member must have value"
                        + " greater than or equal to 1",
                "'ExclusiveStartKey':{'pk':{'N':'1'}}; The provided starting key is invalid: The"
                        + " provided key element does not match the schema",
                "'ExclusiveStartKey':{'x':{'S':'a'}}; The provided starting key is invalid: The"
                        + " provided key element does not match the schema",
                "'ExclusiveStartKey':{'pk':{'S':'a'},'x':{'S':'a'}}; The provided starting key is"
                        + " invalid: The provided key element does not match the schema"
            },
            quoteCharacter = '~')
    default void whatDoesNotFitTogetherIsRefused(String parameters, String message) {
        HttpResponse<byte[]> answer = scan(service().newTable(), parameters);

        assertRefusal(answer, "com.amazon.coral.validate#ValidationException");
        if (!service().differs(Difference.OTHER_WORDS_FOR_ERRORS_OF_SCAN)) {
            assertThat(message(answer)).isEqualTo(message);
        }
    }

    @Test
    default void moreThanAMillionSegmentsAreTooMany() {
        String table = service().newTable();
        service().put(table, "a");

        HttpResponse<byte[]> most = scan(table, "'Segment':999999,'TotalSegments':1000000");
        HttpResponse<byte[]> tooMany = scan(table, "'Segment':0,'TotalSegments':1000001");

        assertThat(most.statusCode()).isEqualTo(200);
        assertRefusal(tooMany, "com.amazon.coral.validate#ValidationException");
        assertThat(message(tooMany))
                .isEqualTo(
                        "1 validation error detected: Value '1000001' at 'totalSegments' failed to"
                                + " satisfy constraint: Member must have value less than or equal"
                                + " to 1000000");
    }

    @Test
    default void aStartKeyOfAnotherSegmentIsRefused() {
        String table = service().newTable();
        service().put(table, "a");
        String start = ",'ExclusiveStartKey':{'pk':{'S':'a'}}";

        int accepted = 0;
        for (int segment = 0; segment < 4; segment++) {
            String parameters = "'TotalSegments':4,'Segment':" + segment;
            boolean isOwn = RawCalls.json(scan(table, parameters)).at("/Count").asInt() == 1;
            HttpResponse<byte[]> answer = scan(table, parameters + start);
            if (isOwn) {
                accepted++;
                assertThat(answer.statusCode()).isEqualTo(200);
            } else {
                assertRefusal(answer, "com.amazon.coral.validate#ValidationException");
                assertThat(message(answer))
                        .isEqualTo(
                                service()
                                        .expected(
                                                Difference.OTHER_WORDS_FOR_ERRORS_OF_SCAN,
                                                "The provided Exclusive start key does not map to"
                                                        + " the provided Segment and TotalSegments"
                                                        + " values.",
                                                "Exclusive start key must lie within the"
                                                        + " segment"));
            }
        }
        assertThat(accepted).isEqualTo(1);
    }

    @Test
    default void anEmptyStartKeyIsRefused() {
        String table = service().newTable();
        service().put(table, "a");

        assertRefused(
                VALIDATION,
                () ->
                        service()
                                .tables()
                                .scan(
                                        r ->
                                                r.tableName(table)
                                                        .exclusiveStartKey(
                                                                Map.of(
                                                                        "pk",
                                                                        AttributeValue.fromS(
                                                                                "")))));
    }

    @Test
    default void aTableThatDoesNotExistIsNotFound() {
        HttpResponse<byte[]> answer = scan("no-such-table", "'Segment':0,'TotalSegments':1");

        assertRefusal(answer, "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
        assertThat(message(answer))
                .isEqualTo(
                        service()
                                .expected(
                                        Difference.OTHER_WORDS_FOR_ERRORS_OF_SCAN,
                                        "Requested resource not found",
                                        "Cannot do operations on a non-existent table"));
    }

    @Test
    default void aTableThatWasDeletedIsNotFound() {
        String table = service().newTable();
        service().put(table, "a");
        service().deleteTable(table);

        assertRefused(RESOURCE_NOT_FOUND, () -> service().tables().scan(r -> r.tableName(table)));
    }

    @Test
    default void aScanHasToNameItsTable() {
        HttpResponse<byte[]> answer =
                new RawCalls(service().endpoint()).tables("Scan", "{\"Limit\":1}");

        assertRefusal(answer, "com.amazon.coral.validate#ValidationException");
    }

    @Test
    default void aParameterOfAnotherTypeIsRefused() {
        String table = service().newTable();

        for (String parameter : List.of("'Limit':'x'", "'ConsistentRead':'yes'")) {
            assertThat(scan(table, parameter).statusCode())
                    .isEqualTo(service().expected(Difference.NO_SERIALIZATION_EXCEPTION, 400, 500));
        }
    }

    private HttpResponse<byte[]> scan(String table, String parameters) {
        String body = "{'TableName':'" + table + "'," + parameters + "}";
        return new RawCalls(service().endpoint()).tables("Scan", body.replace('\'', '"'));
    }

    private static void assertRefusal(HttpResponse<byte[]> answer, String type) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RawCalls.json(answer).get("__type").asText()).isEqualTo(type);
    }

    private static String message(HttpResponse<byte[]> answer) {
        JsonNode json = RawCalls.json(answer);
        return json.path("message").asText(json.path("Message").asText());
    }
}
