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
package io.github.flinkdynamodb.streams.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both jars run on Java 11, which is what AWS's managed Flink has, as far as class files say so.
 */
class ClassFilesITCase {

    private static final int JAVA_11 = 55;
    private static final int MAGIC = 0xCAFEBABE;
    private static final Path SQL_JAR = Path.of(System.getProperty("sql.jar"));

    @ParameterizedTest
    @ValueSource(strings = {"flink-sql-", "flink-"})
    void everyClassFileIsForJava11OrEarlier(String prefix) throws IOException {
        String name = SQL_JAR.getFileName().toString().replaceFirst("^flink-sql-", prefix);
        Map<Integer, Integer> classesByVersion = new TreeMap<>();
        try (JarFile jar = new JarFile(SQL_JAR.resolveSibling(name).toFile())) {
            for (Enumeration<JarEntry> files = jar.entries(); files.hasMoreElements(); ) {
                JarEntry file = files.nextElement();
                // Newer versions of classes lie there for newer Javas.
                if (file.getName().endsWith(".class")
                        && !file.getName().startsWith("META-INF/versions/")) {
                    int version = version(jar, file);
                    assertThat(version).as(file.getName()).isLessThanOrEqualTo(JAVA_11);
                    classesByVersion.merge(version, 1, Integer::sum);
                }
            }
        }

        assertThat(classesByVersion.get(JAVA_11)).as("the connector's own").isGreaterThan(300);
    }

    private static int version(JarFile jar, JarEntry file) throws IOException {
        try (InputStream bytes = jar.getInputStream(file);
                DataInputStream in = new DataInputStream(bytes)) {
            assertThat(in.readInt()).as(file.getName()).isEqualTo(MAGIC);
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
