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
package io.github.flinkdynamodb.streams.source.model;

import java.util.ArrayList;
import java.util.List;

/** Leaves out steps of an interleaving that fails, as long as it still fails. */
final class Shrinker {

    private static final int MAX_RUNS = 20_000;

    /** So many letters of a message tell failures apart. */
    private static final int WORDS = 40;

    private int runs;
    private String kind;

    Interleaving shrink(Interleaving failing, Throwable failure) {
        kind = kindOf(failure);
        Interleaving smallest = failing;
        int chunk = Math.max(1, failing.steps.size() / 2);
        while (chunk >= 1 && runs < MAX_RUNS) {
            Interleaving smaller = withoutChunks(smallest, chunk);
            if (smaller.steps.size() == smallest.steps.size()) {
                chunk = chunk == 1 ? 0 : (chunk + 1) / 2;
            }
            smallest = smaller;
        }
        return withSimplerSetup(smallest);
    }

    private Interleaving withoutChunks(Interleaving failing, int chunk) {
        Interleaving smallest = failing;
        int from = smallest.steps.size() - chunk;
        while (from > -chunk) {
            int start = Math.max(0, from);
            List<Step> fewer = new ArrayList<>(smallest.steps.subList(0, start));
            fewer.addAll(smallest.steps.subList(from + chunk, smallest.steps.size()));
            Interleaving candidate = new Interleaving(smallest.setup, fewer);
            if (fails(candidate)) {
                smallest = candidate;
            }
            from -= chunk;
        }
        return smallest;
    }

    private Interleaving withSimplerSetup(Interleaving failing) {
        Setup[] simpler = {
            failing.setup.simpler(1), failing.setup.simpler(failing.setup.keysPerRoot)
        };
        for (Setup setup : simpler) {
            Interleaving candidate = new Interleaving(setup, failing.steps);
            if (fails(candidate)) {
                return candidate;
            }
        }
        return failing;
    }

    /** Another failure would lead to another cause. */
    private boolean fails(Interleaving candidate) {
        runs++;
        Throwable failure = candidate.rerun(false).failure;
        return failure != null && kindOf(failure).equals(kind);
    }

    private static String kindOf(Throwable failure) {
        String words = String.valueOf(failure.getMessage()).replaceAll("[^a-z ]", "");
        return failure.getClass() + words.substring(0, Math.min(words.length(), WORDS));
    }
}
