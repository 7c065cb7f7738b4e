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
package io.github.flinkdynamodb.streams.source.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a misspelt one is probably meant for. */
final class SimilarWords {

    private SimilarWords() {}

    /**
     * Finds the most similar word.
     *
     * @param word the misspelt word
     * @param known the words to choose from, at least one
     */
    static String nearest(String word, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(other -> distance(word, other))).get();
    }

    /**
     * Finds a word that differs by a few letters only, by upper and lower case, by '_' instead of
     * '-', or by spaces around it.
     *
     * @return empty if no word is similar
     */
    static Optional<String> similar(String word, Collection<String> known) {
        String wanted = simplified(word);
        return known.stream()
                .min(Comparator.comparingInt(other -> distance(wanted, simplified(other))))
                .filter(other -> distance(wanted, simplified(other)) * 3 <= other.length());
    }

    private static String simplified(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * How many characters must be inserted, removed or replaced to turn one text into the other.
     */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[b.length()];
    }
}
