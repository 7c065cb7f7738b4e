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

/** Hears what {@link ShardDiscoverer} finds, on the coordinator's thread. */
@Internal
public interface DiscoveryListener {

    /**
     * A page of a listing has come.
     *
     * @param page the page
     */
    void onPage(StreamPage page);

    /**
     * A listing has come to its end.
     *
     * @param listing the listing's number
     * @param status the stream's status on its last page
     */
    void onListingComplete(int listing, StreamStatus status);

    /** A listing broke off and begins anew; what it named so far says nothing of what it didn't. */
    void onListingAbandoned();

    /**
     * A look-up of a shard's children has been answered.
     *
     * @param parentShardId the shard
     * @param children its children; empty also where they aren't visible yet
     */
    void onChildren(String parentShardId, List<ShardDescriptor> children);

    /**
     * A page from where the last listing ended has been answered.
     *
     * @param tail its number, as {@link ShardDiscoverer#listTail()} gave it
     * @param shards what it has; empty also where the call failed
     * @param more whether another page follows it
     */
    void onTail(int tail, List<ShardDescriptor> shards, boolean more);

    /**
     * The latest stream of a table was looked up.
     *
     * @param streamArn its ARN, or null where the table has none
     */
    void onLatestStream(String streamArn);

    /**
     * Discovery can't go on.
     *
     * @param failure why
     */
    void onFailure(StreamsException failure);
}
