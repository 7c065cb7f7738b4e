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
package io.github.flinkdynamodb.tools.dynamodblocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerCommandTest {

    private static final Path JARS = Path.of("jars").toAbsolutePath();

    @Test
    void dataIsInMemoryUnlessAFolderIsGiven() {
        List<String> arguments = command(null, List.of()).arguments(8000);

        assertThat(arguments)
                .containsSequence("-inMemory", "-sharedDb", "-port", "8000", "-disableTelemetry")
                .doesNotContain("-dbPath");
    }

    @Test
    void folderForTheDataReplacesMemory() {
        Path data = Path.of("data").toAbsolutePath();

        assertThat(command(data, List.of()).arguments(8000))
                .containsSequence("-dbPath", data.toString(), "-sharedDb")
                .doesNotContain("-inMemory");
    }

    @Test
    void optionsOfTheJvmComeAfterTheDefaultsAndBeforeTheMainClass() {
        List<String> arguments = command(null, List.of("-Xmx2g")).arguments(8000);

        assertThat(arguments.indexOf("-Xmx2g"))
                .isGreaterThan(arguments.indexOf("-Xmx384m"))
                .isLessThan(arguments.indexOf(ServerCommand.MAIN_CLASS));
    }

    @Test
    void classPathHoldsTheJarsOfTheServerAndNothingElse() {
        List<String> arguments = command(null, List.of()).arguments(8000);

        assertThat(arguments).containsSequence("-cp", JARS.resolve("*").toString());
    }

    private static ServerCommand command(Path dbPath, List<String> options) {
        return new ServerCommand(JARS, dbPath, options, Map.of());
    }
}
