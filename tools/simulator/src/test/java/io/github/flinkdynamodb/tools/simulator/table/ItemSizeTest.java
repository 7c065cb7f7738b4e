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
package io.github.flinkdynamodb.tools.simulator.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items are as large as the service's documentation says. */
class ItemSizeTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = ';',
            value = {
                "{'a':{'S':'abc'}}; 4",
                "{'abc':{'S':''}}; 3",
                "{'a':{'S':'é€'}}; 6",
                "{'é':{'S':'x'}}; 3",
                "{'a':{'S':'line\\nbreak'}}; 11",
                "{'a':{'N':'0'}}; 2",
                "{'a':{'N':'7'}}; 3",
                "{'a':{'N':'-7'}}; 4",
                "{'a':{'N':'123'}}; 4",
                "{'a':{'N':'120000'}}; 3",
                "{'a':{'N':'0.0012'}}; 3",
                "{'a':{'N':'1.5'}}; 4",
                "{'a':{'N':'1.5E100'}}; 4",
                "{'a':{'N':'1.5E101'}}; 3",
                "{'a':{'B':''}}; 1",
                "{'a':{'B':'YWI='}}; 3",
                "{'a':{'B':'YWJj'}}; 4",
                "{'a':{'B':'YQ=='}}; 2",
                "{'a':{'BOOL':false}}; 2",
                "{'a':{'NULL':true}}; 2",
                "{'a':{'SS':['x','yz']}}; 4",
                "{'a':{'NS':['1','12']}}; 5",
                "{'a':{'BS':['YWI=']}}; 3",
                "{'a':{'L':[]}}; 4",
                "{'a':{'L':[{'S':'xy'},{'L':[]}]}}; 11",
                "{'a':{'M':{}}}; 4",
                "{'a':{'M':{'bc':{'S':'d'}}}}; 8",
                "{'a':{'S':'x'},'b':{'S':'y'}}; 4"
            })
    void theSizeOfAnItemIsThatOfItsNamesAndValues(String json, int size) {
        assertThat(Item.parse(json.replace('\'', '"')).size()).isEqualTo(size);
    }
}
