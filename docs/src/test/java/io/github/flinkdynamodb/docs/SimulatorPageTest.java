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
package io.github.flinkdynamodb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The simulator's page says what the simulator has. */
class SimulatorPageTest {

    private static final String PAGE = "docs/simulator.md";
    private static final String EXAMPLE = "tools/simulator/examples/bad-day.json";

    @Test
    void itShowsTheExampleLineForLine() throws IOException {
        List<List<String>> blocks = MarkdownFile.read(Repository.file(PAGE)).codeBlocks("json");

        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0)).isEqualTo(Files.readAllLines(Repository.file(EXAMPLE)));
    }

    @Test
    void itNamesEveryAction() throws IOException {
        String text = text();

        try (Simulator simulator = Simulator.builder().start()) {
            assertThat(simulator.actions().names())
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(text).contains('`' + name + '`'));
        }
    }

    @Test
    void itNamesEverySettingOfATable() throws IOException {
        String text = text();

        for (Method method : TableSettings.class.getMethods()) {
            boolean sets =
                    method.getReturnType() == TableSettings.class
                            && !Modifier.isStatic(method.getModifiers())
                            && !Set.of("page").contains(method.getName());
            if (sets) {
                assertThat(text).contains('`' + method.getName() + '`');
            }
        }
    }

    @Test
    void itNamesEveryFaultAndEveryError() throws IOException {
        String text = text();

        for (Fault.Kind kind : Fault.Kind.values()) {
            if (kind != Fault.Kind.ERROR && kind != Fault.Kind.HTTP_STATUS) {
                String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
                assertThat(text).contains('`' + name + '`');
            }
        }
        for (ServiceError error : ServiceError.all()) {
            assertThat(text).contains(error.code());
        }
    }

    private static String text() throws IOException {
        return Files.readString(Repository.file(PAGE));
    }
}
