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

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** What a jar contains. */
final class SqlJar implements AutoCloseable {

    /** Where everything that isn't the connector's own lies. */
    static final String SHADED = "io/github/flinkdynamodb/streams/shaded/";

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private final JarFile jar;

    SqlJar(Path file) throws IOException {
        this.jar = new JarFile(file.toFile());
    }

    /** The names of all files, as often as they are in the jar. */
    List<String> files() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .collect(Collectors.toList());
    }

    /** The names of the class files. */
    List<String> classes() {
        return files().stream()
                .filter(name -> name.endsWith(".class"))
                .collect(Collectors.toList());
    }

    /** The text of a file. */
    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** The lines of a file that are neither empty nor a comment. */
    List<String> lines(String name) {
        return text(name)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toList());
    }

    /** All texts in a class file: names of classes, methods and fields, signatures, strings. */
    List<String> constants(String classFile) {
        List<String> texts = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(classFile)))) {
            in.readInt();
            in.readInt();
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                if (tag == UTF8) {
                    texts.add(in.readUTF());
                } else {
                    in.readFully(new byte[size(tag)]);
                    // These two take two places.
                    i += tag == LONG || tag == DOUBLE ? 1 : 0;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(classFile, e);
        }
        return texts;
    }

    /** The size of a constant of a class file, without its tag. */
    private static int size(int tag) {
        switch (tag) {
            case 7: // class
            case 8: // string
            case 16: // method type
            case 19: // module
            case 20: // package
                return 2;
            case 15: // method handle
                return 3;
            case LONG:
            case DOUBLE:
                return 8;
            default:
                return 4;
        }
    }

    private byte[] bytes(String name) {
        try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
