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
package io.github.flinkdynamodb.tools.simulator.personality;

/** Whose answers the simulator's are like, by the sources of those servers. */
public enum Personality {
    /** Those of DynamoDB Streams in AWS. */
    SERVICE,
    /**
     * Those of LocalStack as long as it kept streams in Kinesis: the time in a shard's id is up to
     * 28 hours too early, sequence numbers have 56 digits, DescribeStream returns all shards on one
     * page and ignores the filter CHILD_SHARDS, no answer has a checksum.
     *
     * @see <a
     *     href="https://github.com/localstack/localstack/tree/master/localstack-core/localstack/services/dynamodbstreams">Its
     *     streams</a>
     */
    LOCALSTACK,
    /**
     * Those of ScyllaDB Alternator: streams are named by an S and a UUID, shards by an H and no
     * time that anybody knows, ListStreams always has a next page, CHILD_SHARDS is ignored, fields
     * are missing, no answer has a checksum, and there are no exports. That a shard ends on an
     * empty page is a setting of the table.
     *
     * @see <a href="https://github.com/scylladb/scylladb/blob/master/alternator/streams.cc">Its
     *     streams</a>
     */
    ALTERNATOR
}
