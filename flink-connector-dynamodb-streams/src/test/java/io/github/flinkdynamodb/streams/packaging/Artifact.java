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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A bundled artifact in the local repository, with what its POM says. Immutable. */
final class Artifact {

    private final Path repository;
    private final String group;
    private final String name;
    private final String version;

    private Artifact(Path repository, String group, String name, String version) {
        this.repository = repository;
        this.group = group;
        this.name = name;
        this.version = version;
    }

    /** What the SQL jar contains, by the class path that the build has written down. */
    static List<Artifact> bundled() throws IOException {
        String path = Files.readString(Path.of(System.getProperty("sql.jar.artifacts"))).strip();
        return Stream.of(path.split(System.getProperty("path.separator")))
                .map(Path::of)
                .map(Artifact::of)
                .collect(Collectors.toList());
    }

    /** The artifact of a jar, which lies in REPOSITORY/GROUP/NAME/VERSION. */
    private static Artifact of(Path jar) {
        Path folder = jar.getParent();
        String version = folder.getFileName().toString();
        String name = folder.getParent().getFileName().toString();
        Path pom = folder.resolve(name + "-" + version + ".pom");
        try {
            String group = text(project(pom), "groupId");
            group = group == null ? text(child(project(pom), "parent"), "groupId") : group;
            Path repository = folder.getParent().getParent();
            for (int i = 0; i < group.split("\\.").length; i++) {
                repository = repository.getParent();
            }
            return new Artifact(repository, group, name, version);
        } catch (Exception e) {
            throw new AssertionError("The POM of " + jar, e);
        }
    }

    String group() {
        return group;
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    /** The names of its licences, in its POM or in the nearest one above it that has some. */
    List<String> licences() throws Exception {
        List<String> names = new ArrayList<>();
        Element project = project(pom());
        Element licences = child(project, "licenses");
        for (Node node = licences == null ? null : licences.getFirstChild();
                node != null;
                node = node.getNextSibling()) {
            if (node.getNodeName().equals("license")) {
                names.add(text((Element) node, "name"));
            }
        }
        Element parent = child(project, "parent");
        return names.isEmpty() && parent != null
                ? new Artifact(
                                repository,
                                text(parent, "groupId"),
                                text(parent, "artifactId"),
                                text(parent, "version"))
                        .licences()
                : names;
    }

    private Path pom() {
        return repository
                .resolve(group.replace('.', '/'))
                .resolve(name)
                .resolve(version)
                .resolve(name + "-" + version + ".pom");
    }

    private static Element project(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }

    private static Element child(Element parent, String tag) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(tag)) {
                return (Element) node;
            }
        }
        return null;
    }

    private static String text(Element parent, String tag) {
        Element child = child(parent, tag);
        return child == null ? null : child.getTextContent().strip();
    }

    @Override
    public String toString() {
        return group + ":" + name + ":" + version;
    }
}
