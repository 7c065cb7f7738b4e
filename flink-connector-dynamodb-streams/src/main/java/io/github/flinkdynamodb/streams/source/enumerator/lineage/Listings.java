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
package io.github.flinkdynamodb.streams.source.enumerator.lineage;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** How far the listings of the stream's shards have come. */
final class Listings {

    private final Set<String> named = new HashSet<>();
    private boolean everComplete;
    private boolean completeInThisRun;
    private Instant last = Instant.EPOCH;

    Listings(boolean everComplete) {
        this.everComplete = everComplete;
    }

    /** Notes that the listing under way names a shard. */
    void named(String shardId) {
        named.add(shardId);
    }

    /** Returns whether the listing under way has named a shard. */
    boolean hasNamed(String shardId) {
        return named.contains(shardId);
    }

    void complete(Instant now) {
        completeInThisRun = true;
        everComplete = true;
        last = now;
        named.clear();
    }

    void abandoned() {
        named.clear();
    }

    /** Returns whether a listing has been complete, in this run or before a restore. */
    boolean everComplete() {
        return everComplete;
    }

    boolean completeInThisRun() {
        return completeInThisRun;
    }

    /** When the last listing of this run was complete; the epoch if none was. */
    Instant last() {
        return last;
    }
}
