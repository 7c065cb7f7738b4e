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
package io.github.flinkdynamodb.e2e.linkcheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The classes that exist beside each other in a job: those that are checked, one version of Flink,
 * and everything else (the JDK, the libraries) as it is on the class path of the tests.
 */
final class ClassWorld {

    static final String FLINK = "org/apache/flink/";

    private final Map<String, byte[]> checked;
    private final Map<String, byte[]> flink;
    private final Map<String, Optional<ClassShape>> shapes = new HashMap<>();

    ClassWorld(Map<String, byte[]> checked, Map<String, byte[]> flink) {
        this.checked = checked;
        this.flink = flink;
    }

    /** Reads the classes of a jar, or of a folder of class files. */
    static Map<String, byte[]> classesOf(Path jarOrFolder) throws IOException {
        if (Files.isDirectory(jarOrFolder)) {
            return classesUnder(jarOrFolder);
        }
        try (FileSystem jar = FileSystems.newFileSystem(jarOrFolder, (ClassLoader) null)) {
            return classesUnder(jar.getPath("/"));
        }
    }

    /** Reads the classes of all the jars in a folder. */
    static Map<String, byte[]> classesOfJars(Path folder) throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                classes.putAll(classesOf(jar));
            }
        }
        return classes;
    }

    private static Map<String, byte[]> classesUnder(Path root) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.endsWith(".class") && !name.startsWith("META-INF")) {
                    classes.put(
                            name.substring(0, name.length() - ".class".length()),
                            Files.readAllBytes(file));
                }
            }
        }
        return classes;
    }

    Map<String, byte[]> checked() {
        return checked;
    }

    boolean isChecked(String name) {
        return checked.containsKey(name);
    }

    /** A class by its internal name; empty where this world has none of that name. */
    Optional<ClassShape> find(String name) {
        Optional<ClassShape> known = shapes.get(name);
        if (known == null) {
            known = Optional.ofNullable(bytes(name)).map(ClassShape::of);
            shapes.put(name, known);
        }
        return known;
    }

    private byte[] bytes(String name) {
        if (checked.containsKey(name)) {
            return checked.get(name);
        }
        if (name.startsWith(FLINK)) {
            return flink.get(name);
        }
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class and all its supertypes that exist, superclasses before interfaces. */
    List<ClassShape> hierarchy(String name) {
        Set<String> names = new LinkedHashSet<>();
        collectSuperclasses(name, names);
        for (String superclass : List.copyOf(names)) {
            collectInterfaces(superclass, names);
        }
        List<ClassShape> hierarchy = new ArrayList<>();
        names.forEach(each -> find(each).ifPresent(hierarchy::add));
        return hierarchy;
    }

    private void collectSuperclasses(String name, Set<String> names) {
        Optional<ClassShape> next = find(name);
        while (next.isPresent() && names.add(next.get().name)) {
            next =
                    next.get().supertypes.stream()
                            .findFirst()
                            .flatMap(this::find)
                            .filter(supertype -> !supertype.isInterface());
        }
    }

    private void collectInterfaces(String name, Set<String> names) {
        for (String supertype : find(name).map(shape -> shape.supertypes).orElse(List.of())) {
            names.add(supertype);
            collectInterfaces(supertype, names);
        }
    }
}
