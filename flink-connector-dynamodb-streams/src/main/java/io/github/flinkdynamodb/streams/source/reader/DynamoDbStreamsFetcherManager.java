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
package io.github.flinkdynamodb.streams.source.reader;

import io.github.flinkdynamodb.streams.source.reader.fetch.RecordUnit;
import io.github.flinkdynamodb.streams.source.reader.fetch.ShardSplitReader;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.fetcher.SingleThreadFetcherManager;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcher;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/**
 * Runs the one fetcher of a reader, and passes on to it which splits it may release.
 *
 * @param <T> the type of the elements
 */
final class DynamoDbStreamsFetcherManager<T>
        extends SingleThreadFetcherManager<RecordUnit<T>, DynamoDbStreamsSplit> {

    DynamoDbStreamsFetcherManager(
            Supplier<SplitReader<RecordUnit<T>, DynamoDbStreamsSplit>> splitReaders,
            Configuration configuration) {
        super(splitReaders, configuration);
    }

    /**
     * Releases an ended split. Its fetcher is alive, for a fetcher only ends when it has no split
     * left; unless it has failed, which the reader finds out by itself.
     */
    void finishSplit(String shardId) {
        withSplitReader(reader -> reader.finishSplit(shardId));
    }

    /** Goes on with a split that seemed to have ended; its fetcher is alive for the same reason. */
    void readOn(String shardId) {
        withSplitReader(reader -> reader.readOn(shardId));
    }

    /** Has the calls planned by the read capacity that is granted now. */
    void readCapacityGranted() {
        withSplitReader(ShardSplitReader::readCapacityGranted);
    }

    /** Has the fetcher go on with what waited for the overlap. */
    void overlapChanged() {
        withSplitReader(ShardSplitReader::overlapChanged);
    }

    /** Has the reader polled once more, whether or not there is something for it. */
    void wakeUpReader() {
        getQueue().notifyAvailable();
    }

    private void withSplitReader(Consumer<ShardSplitReader<?>> action) {
        SplitFetcher<RecordUnit<T>, DynamoDbStreamsSplit> fetcher = getRunningFetcher();
        if (fetcher != null) {
            action.accept((ShardSplitReader<?>) fetcher.getSplitReader());
        }
    }

    /** Returns whether the fetcher has ended with a failure, which the next poll throws. */
    boolean hasFailed() {
        try {
            checkErrors();
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
