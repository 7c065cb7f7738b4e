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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folder with the jars of DynamoDB Local. */
final class JarFolder {

    private static final String HOW_TO_MAKE_IT =
            " The build of this project downloads them: ./mvnw -pl tools/dynamodb-local"
                + " generate-resources puts them into tools/dynamodb-local/target/dynamodb-local";

    private JarFolder() {}

    /**
     * Checks the folder.
     *
     * @param given the folder, or null for the one that the system property names
     * @return the folder, absolute
     * @throws IllegalStateException if there is no such folder or DynamoDB Local isn't in it
     */
    static Path resolve(Path given) {
        Path folder = given != null ? given : fromProperty();
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(
                    "There is no folder " + folder + " with DynamoDB Local." + HOW_TO_MAKE_IT);
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "DynamoDBLocal-*.jar")) {
            if (!jars.iterator().hasNext()) {
                throw new IllegalStateException(
                        "DynamoDB Local isn't in the folder " + folder + "." + HOW_TO_MAKE_IT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
        return folder.toAbsolutePath();
    }

    private static Path fromProperty() {
        String value = System.getProperty(DynamoDbLocal.JARS_PROPERTY);
        if (value == null) {
            throw new IllegalStateException(
                    "The system property "
                            + DynamoDbLocal.JARS_PROPERTY
                            + " must name the folder with the jars of DynamoDB Local."
                            + HOW_TO_MAKE_IT);
        }
        return Path.of(value);
    }
}
