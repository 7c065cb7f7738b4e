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
package io.github.flinkdynamodb.tools.simulator;

/**
 * The rates above which the service throttles. A limit of 0 is none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-dynamodb-streams">Quotas</a>
 */
public final class ServiceLimits {

    private static final ServiceLimits NONE = new ServiceLimits(0, 0, 0);
    private static final ServiceLimits SERVICE = new ServiceLimits(10, 5, 2);

    private final int describeStreamPerSecond;
    private final int listStreamsPerSecond;
    private final int readersPerShard;

    private ServiceLimits(
            int describeStreamPerSecond, int listStreamsPerSecond, int readersPerShard) {
        this.describeStreamPerSecond = describeStreamPerSecond;
        this.listStreamsPerSecond = listStreamsPerSecond;
        this.readersPerShard = readersPerShard;
    }

    /** Nothing is throttled. */
    public static ServiceLimits none() {
        return NONE;
    }

    /** What the service allows: 10 DescribeStream and 5 ListStreams a second, 2 readers a shard. */
    public static ServiceLimits ofTheService() {
        return SERVICE;
    }

    /**
     * Chosen limits.
     *
     * @param describeStreamPerSecond calls of DescribeStream a second, for all callers together
     * @param listStreamsPerSecond calls of ListStreams a second, for all callers together
     * @param readersPerShard chains of iterators that read one shard within the same second
     */
    public static ServiceLimits of(
            int describeStreamPerSecond, int listStreamsPerSecond, int readersPerShard) {
        return new ServiceLimits(describeStreamPerSecond, listStreamsPerSecond, readersPerShard);
    }

    /** Calls of DescribeStream a second; 0 for any. */
    public int describeStreamPerSecond() {
        return describeStreamPerSecond;
    }

    /** Calls of ListStreams a second; 0 for any. */
    public int listStreamsPerSecond() {
        return listStreamsPerSecond;
    }

    /** Readers of one shard within a second; 0 for any. */
    public int readersPerShard() {
        return readersPerShard;
    }
}
