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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.source.enumerator.discovery.ShardDiscoverer;

/**
 * The proof that nothing is left to read once all known shards are finished. A shard is finished as
 * soon as one child of it is known; the other one may be listed later. So the proof is a listing
 * that began after the last shard was finished. Such a listing also shows which shards there are at
 * a time. Coordinator thread only.
 */
final class EndOfStreamProof {

    private final ShardDiscoverer discoverer;
    private int listingAtLastFinish;
    private int lastCompleteListing;

    /** Whether the listing that is missing has been asked for. */
    private boolean asked;

    EndOfStreamProof(ShardDiscoverer discoverer) {
        this.discoverer = discoverer;
    }

    /** A reader has finished a shard. */
    void shardFinished() {
        listingAtLastFinish = discoverer.currentListing();
        asked = false;
    }

    /** A listing is complete, and in the graph. */
    void listingComplete(int listing) {
        lastCompleteListing = listing;
        asked = false;
    }

    /** Returns whether the proof is there; if it isn't, asks for a listing, once. */
    boolean holds() {
        if (lastCompleteListing > listingAtLastFinish) {
            return true;
        }
        if (!asked) {
            asked = true;
            discoverer.listSoon();
        }
        return false;
    }
}
