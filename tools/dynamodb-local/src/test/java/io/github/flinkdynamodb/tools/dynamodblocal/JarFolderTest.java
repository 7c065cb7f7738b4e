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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarFolderTest {

    private static final String COMMAND = "./mvnw -pl tools/dynamodb-local generate-resources";

    @TempDir private Path folder;

    @Test
    void folderWithTheServerIsTaken() throws Exception {
        Files.createFile(folder.resolve("DynamoDBLocal-2.6.1.jar"));

        assertThat(JarFolder.resolve(folder)).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void missingFolderIsNamedWithTheCommandThatMakesIt() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> JarFolder.resolve(missing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining(COMMAND);
    }

    @Test
    void folderWithoutTheServerIsNamedWithTheCommandThatMakesIt() throws Exception {
        Files.createFile(folder.resolve("other.jar"));

        assertThatThrownBy(() -> JarFolder.resolve(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(COMMAND);
    }

    @Test
    void absentPropertyIsNamedWithTheCommandThatMakesTheFolder() {
        assertThatThrownBy(() -> JarFolder.resolve(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(DynamoDbLocal.JARS_PROPERTY)
                .hasMessageContaining(COMMAND);
    }
}
