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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.net.URI;

/**
 * What a peer's source reads.
 *
 * @param arn the stream
 * @param endpoint where DynamoDB Streams is served; any access key is accepted there, any region
 *     too
 * @param start where reading starts in the shards that are there then
 * @param numberAttribute the attribute of type N, in the new image of each record, that holds the
 *     record's number
 */
public record PeerStream(String arn, URI endpoint, Start start, String numberAttribute) {

    /** Where reading starts. */
    public enum Start {
        /** At the oldest record of each shard. */
        TRIM_HORIZON,
        /** Behind the newest record of each shard. */
        LATEST
    }
}
