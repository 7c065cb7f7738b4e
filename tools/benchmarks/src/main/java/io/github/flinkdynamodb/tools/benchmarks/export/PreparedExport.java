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
package io.github.flinkdynamodb.tools.benchmarks.export;

import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * A data file of an export of {@link Orders}, the same whenever it is written. Its notes are words
 * in random order, so that it can be compressed about as well as text.
 *
 * @param folder the export's
 * @param file as the export's list of files has it
 * @param lineBytes how long its lines are in all
 * @param storedBytes how long it is, compressed
 */
record PreparedExport(Path folder, ExportFile file, long lineBytes, long storedBytes) {

    private static final int WORDS = 30;

    /** Of all notes; each is made of some of them. */
    private static final int VOCABULARY = 2_000;

    /** Writes a file of some items into a folder. */
    static PreparedExport write(Path folder, boolean mixed, int items) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        long bytes = 0;
        try (OutputStream gzip = new GZIPOutputStream(stored, 1 << 16)) {
            Random random = new Random(1);
            String[] words = words(random);
            for (int i = 0; i < items; i++) {
                byte[] line = line(random, words, mixed, i).getBytes(StandardCharsets.UTF_8);
                gzip.write(line);
                bytes += line.length;
            }
        }
        String name = (mixed ? "mixed" : "uniform") + ".json.gz";
        Files.write(folder.resolve(name), stored.toByteArray());
        ExportFile file = new ExportFile(name, items, md5(stored.toByteArray()));
        return new PreparedExport(folder, file, bytes, stored.size());
    }

    Path path() {
        return folder.resolve(file.name());
    }

    private static String line(Random random, String[] words, boolean mixed, int number) {
        String keys =
                Orders.keys(random)
                        .replace(
                                Long.toString(Orders.FIRST_ORDER),
                                Long.toString(Orders.FIRST_ORDER + number));
        String item = Orders.item(random, keys, mixed, 0);
        return "{\"Item\":{" + item.replace("{\"S\":\"n\"}", note(random, words)) + "}}\n";
    }

    private static String note(Random random, String... words) {
        StringBuilder note = new StringBuilder("{\"S\":\"");
        for (int i = 0; i < WORDS; i++) {
            note.append(i == 0 ? "" : " ").append(words[random.nextInt(words.length)]);
        }
        return note.append("\"}").toString();
    }

    private static String[] words(Random random) {
        String[] words = new String[VOCABULARY];
        for (int i = 0; i < words.length; i++) {
            words[i] =
                    random.ints(2L + random.nextInt(8), 'a', 'z' + 1)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
        }
        return words;
    }

    private static String md5(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
