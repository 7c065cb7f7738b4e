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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes that the service refuses; none of them leaves a record. */
interface RefusedWritesContract extends Contract {

    @ParameterizedTest
    @MethodSource("io.github.flinkdynamodb.tools.simulator.contract.BadItems#all")
    default void anItemThatIsNotRightIsRefused(String what, Map<String, AttributeValue> item) {
        String table = service().newTable();

        assertRefused(VALIDATION, () -> service().put(table, item));

        assertThat(service().records(table)).as(what).isEmpty();
    }

    @Test
    default void aKeyIsTheKeyAttributesAlone() {
        String table = service().newTable();
        service().put(table, "a", 1);
        Map<String, AttributeValue> more = new HashMap<>(Writes.item("a"));
        more.put("v", AttributeValue.fromN("1"));

        for (Map<String, AttributeValue> key :
                List.of(
                        more,
                        Map.<String, AttributeValue>of(),
                        Map.of("x", AttributeValue.fromS("a")))) {
            assertRefused(
                    VALIDATION,
                    () -> service().tables().deleteItem(r -> r.tableName(table).key(key)));
        }

        assertThat(service().records(table)).hasSize(1);
    }

    @Test
    default void aTableThatIsUnknownCannotBeWritten() {
        String table = "no-such-table";

        assertRefused(RESOURCE_NOT_FOUND, () -> service().put(table, "a"));
        assertRefused(RESOURCE_NOT_FOUND, () -> service().delete(table, "a"));
        assertRefused(RESOURCE_NOT_FOUND, () -> batch(table, List.of(Writes.put("a"))));
    }

    @Test
    default void aBatchThatIsNotRightWritesNothing() {
        String table = service().newTable();
        List<WriteRequest> tooMany =
                IntStream.range(0, 26)
                        .mapToObj(i -> Writes.put("k" + i))
                        .collect(Collectors.toList());
        WriteRequest without =
                WriteRequest.builder()
                        .putRequest(r -> r.item(Map.of("x", AttributeValue.fromS("y"))))
                        .build();

        assertRefused(VALIDATION, () -> batch(table, tooMany));
        assertRefused(VALIDATION, () -> batch(table, List.of(Writes.put("a"), Writes.delete("a"))));
        assertRefused(VALIDATION, () -> batch(table, List.of(Writes.put("a"), without)));
        assertRefused(VALIDATION, () -> batch(table, List.of()));
        assertRefused(
                VALIDATION, () -> service().tables().batchWriteItem(r -> r.requestItems(Map.of())));

        assertThat(service().records(table)).isEmpty();
    }

    private void batch(String table, List<WriteRequest> writes) {
        service().tables().batchWriteItem(r -> r.requestItems(Map.of(table, writes)));
    }

    @Test
    default void aConditionIsKeptOrRefusedButNeverIgnored() {
        String table = service().newTable();
        service().put(table, "a", 1);

        assertRefused(
                service()
                        .expected(
                                Difference.NO_CONDITIONS,
                                "ConditionalCheckFailedException",
                                VALIDATION),
                () ->
                        service()
                                .tables()
                                .putItem(
                                        r ->
                                                r.tableName(table)
                                                        .item(Writes.item("a"))
                                                        .conditionExpression(
                                                                "attribute_not_exists(pk)")));

        assertThat(service().records(table)).hasSize(1);
    }

    @Test
    default void returnValuesThatAreNoneMayBeAskedFor() {
        String table = service().newTable();

        service()
                .tables()
                .putItem(
                        r ->
                                r.tableName(table)
                                        .item(Writes.item("a"))
                                        .returnValues(ReturnValue.NONE));

        assertThat(service().records(table)).hasSize(1);
    }
}
