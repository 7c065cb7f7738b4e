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
package io.github.flinkdynamodb.streams.source.enumerator.discovery;

import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Receives what a {@link ShardDiscoverer} finds in its stream. Called on the coordinator's thread.
 */
@Internal
public interface DiscoveryListener {

    /**
     * A page of a listing has arrived.
     *
     * @param page the page
     */
    void onPage(StreamPage page);

    /**
     * A listing is complete.
     *
     * @param listing the listing's number
     * @param status the stream's status on its last page
     */
    void onListingComplete(int listing, StreamStatus status);

    /**
     * A listing was abandoned, and another one will be made. What it didn't name may exist all the
     * same.
     */
    void onListingAbandoned();

    /**
     * A look-up of a shard's children has been answered.
     *
     * @param parentShardId the shard
     * @param children its children; also empty if they aren't visible yet
     */
    void onChildren(String parentShardId, List<ShardDescriptor> children);

    /**
     * A page of what follows the last listing has arrived.
     *
     * @param request the number of the request, as {@link ShardDiscoverer#listAfterLast()} returned
     *     it
     * @param shards the shards of the page; also empty if the call failed
     * @param more whether another page follows
     */
    void onShardsAfterLast(int request, List<ShardDescriptor> shards, boolean more);

    /**
     * Discovery cannot continue.
     *
     * @param failure the reason
     */
    void onFailure(StreamsException failure);
}
