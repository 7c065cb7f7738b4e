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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A jar with a peer that nobody else has, compiled for a test. */
public final class PeerJar {

    /** The name of its factory. */
    public static final String FACTORY = "elsewhere.ElsewhereFactory";

    private static final String SOURCE =
            """
            package elsewhere;

            import io.github.flinkdynamodb.tools.benchmarks.peer.*;
            import java.util.function.Consumer;
            import org.apache.flink.api.common.typeinfo.TypeInformation;
            import org.apache.flink.api.connector.source.Source;
            import software.amazon.awssdk.services.dynamodb.model.Record;

            public final class ElsewhereFactory implements PeerFactory {

                public static final class Order {
                    public String number;
                }

                private static final class Orders implements SdkConverter<Order> {
                    private final String attribute;

                    Orders(String attribute) {
                        this.attribute = attribute;
                    }

                    @Override
                    public void convert(Record record, Consumer<Order> out) {
                        out.accept(new Order());
                        Order order = new Order();
                        order.number = record.dynamodb().newImage().get(attribute).n();
                        out.accept(order);
                    }
                }

                @Override
                public Source<?, ?, ?> source(PeerStream stream) {
                    return new SdkSource<>(
                            stream,
                            new Orders(stream.numberAttribute()),
                            TypeInformation.of(Order.class));
                }

                @Override
                public RecordNumber recordNumber(PeerStream stream) {
                    return element -> {
                        String number = ((Order) element).number;
                        return number == null ? null : Long.valueOf(number);
                    };
                }
            }
            """;

    private PeerJar() {}

    /** Compiles and packs it. */
    public static Path create(Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("ElsewhereFactory.java"), SOURCE);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result =
                compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        "-d",
                        classes.toString(),
                        source.toString());
        if (result != 0) {
            throw new IOException("The peer can't be compiled");
        }
        Path jar = folder.resolve("peer.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            for (Path each : filesOf(classes)) {
                entries.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                entries.write(Files.readAllBytes(each));
            }
        }
        return jar;
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toList());
        }
    }
}
