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
package io.github.flinkdynamodb.e2e.containers;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/**
 * The images that the tests run: the public ones, which Docker pulls; or, where no registry is
 * reached and the environment variable {@value #SETTING} says {@code build}, images that are built
 * of what the Maven build has downloaded. Built images stay on this machine.
 */
final class Images {

    /** Where the images come from: {@code pull}, the default, or {@code build}. */
    static final String SETTING = "CONTAINER_IMAGES";

    private static final String PUBLIC_DYNAMODB_LOCAL =
            "amazon/dynamodb-local:" + System.getProperty("dynamodb.local.version");
    private static final String PUBLIC_FLINK =
            "flink:" + System.getProperty("flink.newest.version") + "-java17";

    private static DockerImageName java;

    private Images() {}

    /** Skips the tests where there is no Docker. */
    static void assumeDocker() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker engine is running here");
    }

    static boolean areBuilt() {
        String value = System.getenv().getOrDefault(SETTING, "pull");
        if (!value.equals("pull") && !value.equals("build")) {
            throw new IllegalArgumentException(
                    SETTING + " = '" + value + "' is not known: allowed are pull, build");
        }
        return value.equals("build");
    }

    static DockerImageName dynamoDbLocal() throws IOException {
        return areBuilt() ? buildDynamoDbLocal() : pull(PUBLIC_DYNAMODB_LOCAL);
    }

    static DockerImageName flink() throws IOException {
        return areBuilt() ? buildFlink() : pull(PUBLIC_FLINK);
    }

    /** Skips the tests where the image can't be had. */
    private static DockerImageName pull(String name) {
        try {
            return DockerImageName.parse(new RemoteDockerImage(DockerImageName.parse(name)).get());
        } catch (ContainerFetchException e) {
            return abort(
                    "the image "
                            + name
                            + " can't be pulled ("
                            + e.getMessage()
                            + "); with "
                            + SETTING
                            + "=build the tests build their own");
        }
    }

    private static DockerImageName buildDynamoDbLocal() throws IOException {
        Path root = emptyFolder("dynamodb-local");
        Path home = root.resolve("home/dynamodblocal");
        ImageRoot.copyFiles(Path.of(System.getProperty("dynamodb.local.dir")), home.resolve("lib"));
        writeMainJar(home.resolve("DynamoDBLocal.jar"), home.resolve("lib"));
        return build(
                "e2e-dynamodb-local",
                root,
                "FROM " + java(),
                "COPY root/ /",
                "WORKDIR /home/dynamodblocal",
                "ENTRYPOINT [\"" + ImageRoot.JAVA + "\"]");
    }

    /** A jar of nothing but a manifest, under the name that the public image's has. */
    private static void writeMainJar(Path jar, Path libraries) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(
                Attributes.Name.MAIN_CLASS,
                "com.amazonaws.services.dynamodbv2.local.main.ServerRunner");
        try (Stream<Path> files = Files.list(libraries);
                OutputStream out = Files.newOutputStream(jar)) {
            attributes.put(
                    Attributes.Name.CLASS_PATH,
                    files.map(file -> "lib/" + file.getFileName())
                            .sorted()
                            .collect(Collectors.joining(" ")));
            new JarOutputStream(out, manifest).close();
        }
    }

    private static DockerImageName buildFlink() throws IOException {
        Path root = emptyFolder("flink");
        ImageRoot.copyFiles(
                Path.of(System.getProperty("flink.newest.dir")), root.resolve("opt/flink/lib"));
        Path conf = Files.createDirectories(root.resolve("opt/flink/conf"));
        Files.writeString(conf.resolve("log4j2.properties"), FlinkContainers.LOGGING);
        return build("e2e-flink", root, "FROM " + java(), "COPY root/ /", "WORKDIR /opt/flink");
    }

    /** The image that the others begin with. */
    private static synchronized DockerImageName java() throws IOException {
        if (java == null) {
            Path root = emptyFolder("java");
            ImageRoot.create(root);
            java = build("e2e-java", root, "FROM scratch", "COPY root/ /", "WORKDIR /tmp");
        }
        return java;
    }

    private static Path emptyFolder(String name) throws IOException {
        Path folder = Path.of(System.getProperty("containers.work.dir"), name);
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    private static DockerImageName build(String name, Path root, String... instructions)
            throws IOException {
        ImageFromDockerfile image = new ImageFromDockerfile(name + ":local", false);
        try (Stream<Path> children = Files.list(root)) {
            children.sorted()
                    .forEach(child -> image.withFileFromPath("root/" + child.getFileName(), child));
        }
        image.withFileFromString("Dockerfile", String.join("\n", instructions));
        return DockerImageName.parse(image.get());
    }
}
