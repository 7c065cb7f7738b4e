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
package io.github.flinkdynamodb.streams.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Secrets that a test has planted, and the search for them in what was written. */
final class Secrets {

    private final Map<String, List<String>> formsByName = new LinkedHashMap<>();

    /** Adds a secret, to be found as it is, in a URL, in Base64 and as UTF-16. */
    Secrets plant(String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String utf16 =
                new String(value.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1);
        formsByName.put(
                name,
                List.of(
                        value,
                        URLEncoder.encode(value, StandardCharsets.UTF_8),
                        Base64.getEncoder().withoutPadding().encodeToString(bytes),
                        utf16));
        return this;
    }

    /** Which secrets a text has, each with what stands around it; empty if it has none. */
    List<String> in(String text) {
        List<String> found = new ArrayList<>();
        formsByName.forEach(
                (name, forms) ->
                        forms.stream()
                                .filter(text::contains)
                                .findFirst()
                                .ifPresent(form -> found.add(name + ": " + around(text, form))));
        return found;
    }

    private static String around(String text, String form) {
        int at = text.indexOf(form);
        int from = Math.max(0, at - 200);
        return "..." + text.substring(from, Math.min(text.length(), at + form.length() + 40));
    }

    /** The content of all files below a folder by their names, a character for each byte. */
    static Map<String, String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .collect(
                            Collectors.toMap(
                                    file -> folder.relativize(file).toString(), Secrets::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
