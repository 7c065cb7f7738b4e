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

import java.util.Random;

/** What an interleaving begins with. */
final class Setup {

    final int parallelism;
    final int roots;
    final int keysPerRoot;
    final int shardsPerPage;
    final int recordsPerPage;
    final boolean newestFirst;

    Setup(
            int parallelism,
            int roots,
            int keysPerRoot,
            int shardsPerPage,
            int recordsPerPage,
            boolean newestFirst) {
        this.parallelism = parallelism;
        this.roots = roots;
        this.keysPerRoot = keysPerRoot;
        this.shardsPerPage = shardsPerPage;
        this.recordsPerPage = recordsPerPage;
        this.newestFirst = newestFirst;
    }

    static Setup random(Random random) {
        return new Setup(
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(4),
                1 + random.nextInt(3),
                random.nextInt(3) == 0);
    }

    @Override
    public String toString() {
        return String.format(
                "parallelism %d, %d roots with %d keys each, pages of %d shards (%s first) and of %d"
                        + " records",
                parallelism,
                roots,
                keysPerRoot,
                shardsPerPage,
                newestFirst ? "newest" : "oldest",
                recordsPerPage);
    }
}
