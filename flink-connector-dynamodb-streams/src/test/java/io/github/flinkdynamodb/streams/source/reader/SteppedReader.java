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

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.reader.fetch.ReaderClock;
import io.github.flinkdynamodb.streams.source.reader.fetch.ShardSplitReader;
import io.github.flinkdynamodb.streams.source.watermark.HeldWatermarkStrategy;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcher;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager;

/**
 * A whole {@link DynamoDbStreamsSourceReader}, with Flink's base class, its queue, its fetcher
 * manager and its fetchers, but without a fetcher's thread: the test's thread does one round of the
 * fetcher when it is told to. For that, the manager's executor is replaced by one that keeps what
 * it is given. The jitter of back-offs is the same each time, so that a run can be repeated. The
 * service must answer calls at once. A reader that is of no more use is dropped, as if its process
 * had died; it has nothing that needs closing.
 */
public final class SteppedReader<T> {

    /** So many rounds in a row get an iterator, its page, and the page decoded. */
    private static final int ROUNDS = 3;

    private static final int QUEUE_CAPACITY = 16;

    private static final Field MANAGER = field(SourceReaderBase.class, "splitFetcherManager");
    private static final Field EXECUTORS = field(SplitFetcherManager.class, "executors");
    private static final Field SCHEDULER = field(ShardSplitReader.class, "scheduler");
    private static final Field JITTER = field(SCHEDULER.getType(), "random");
    private static final Field FILES = field(ShardSplitReader.class, "files");
    private static final Field READS = field(FILES.getType(), "reads");
    private static final Field THREADS = field(READS.getType(), "threads");
    private static final MethodHandle RUN_ONCE = method("runOnce");
    private static final MethodHandle IS_IDLE = method("isIdle");

    private final DynamoDbStreamsSourceReader<T> reader;
    private final SplitFetcherManager<?, ?> manager;
    private final StartedFetchers started = new StartedFetchers();

    private SteppedReader(DynamoDbStreamsSourceReader<T> reader) throws IllegalAccessException {
        this.reader = reader;
        this.manager = (SplitFetcherManager<?, ?>) MANAGER.get(reader);
        ((ExecutorService) EXECUTORS.get(manager)).shutdownNow();
        EXECUTORS.set(manager, started);
    }

    /** The options that the context of a stepped reader must have. */
    public static Configuration options() {
        Configuration options = new Configuration();
        options.set(SourceReaderOptions.ELEMENT_QUEUE_CAPACITY, QUEUE_CAPACITY);
        return options;
    }

    /**
     * Creates a reader that isn't started yet, whose watermarks are held if there is an overlap.
     */
    public static <T> SteppedReader<T> create(
            SourceReaderContext context,
            SourceConfig config,
            StreamsClient client,
            DynamoDbStreamsDeserializationSchema<T> schema,
            ReaderClock clock)
            throws Exception {
        WatermarkHold hold = new WatermarkHold();
        DynamoDbStreamsSourceReader<T> reader =
                DynamoDbStreamsSourceReader.create(
                        context, config, loader -> client, schema, hold, clock);
        new HeldWatermarkStrategy<>(WatermarkStrategy.<T>noWatermarks(), hold)
                .createWatermarkGenerator(null);
        return new SteppedReader<>(reader);
    }

    public DynamoDbStreamsSourceReader<T> reader() {
        return reader;
    }

    /** Returns whether the fetcher has something to do, and room for what comes of it. */
    public boolean canFetch() {
        return started.newest != null && !isIdle(started.newest) && hasRoom();
    }

    /** Returns whether there is a batch that the task hasn't taken yet; it may be an empty one. */
    public boolean hasBatches() {
        return !manager.getQueue().isEmpty();
    }

    /**
     * Has the files of exports read by an executor, instead of by threads; to be called before
     * there are splits.
     */
    public void readFilesBy(Executor reads) {
        started.reads = reads;
    }

    /** Does some rounds of the fetcher. */
    public void fetch() {
        for (int round = 0; round < ROUNDS && canFetch(); round++) {
            SplitFetcher<?, ?> fetcher = started.newest;
            fetcher.getSplitReader().wakeUp();
            if (!runOnce(fetcher)) {
                started.newest = null;
            }
        }
    }

    private boolean hasRoom() {
        return manager.getQueue().size() < QUEUE_CAPACITY / 2;
    }

    private static boolean isIdle(SplitFetcher<?, ?> fetcher) {
        return (boolean) call(IS_IDLE, fetcher);
    }

    private static boolean runOnce(SplitFetcher<?, ?> fetcher) {
        return (boolean) call(RUN_ONCE, fetcher);
    }

    private static void fixJitter(SplitFetcher<?, ?> fetcher) {
        try {
            JITTER.set(SCHEDULER.get(fetcher.getSplitReader()), new Random(1));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void replaceThreads(SplitFetcher<?, ?> fetcher, Executor reads) {
        try {
            Object blocking = READS.get(FILES.get(fetcher.getSplitReader()));
            ((ExecutorService) THREADS.get(blocking)).shutdownNow();
            THREADS.set(blocking, new SteppedReads(reads));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object call(MethodHandle method, SplitFetcher<?, ?> fetcher) {
        try {
            return method.invoke(fetcher);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner + " has no " + name, e);
        }
    }

    private static MethodHandle method(String name) {
        try {
            Method method = SplitFetcher.class.getDeclaredMethod(name);
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("SplitFetcher has no " + name, e);
        }
    }

    /** Keeps the fetcher that was started last; a reader has one at a time. */
    private static final class StartedFetchers extends AbstractExecutorService {
        private SplitFetcher<?, ?> newest;

        /** Null if files are read by threads. */
        private Executor reads;

        @Override
        public Future<?> submit(Runnable fetcher) {
            newest = (SplitFetcher<?, ?>) fetcher;
            fixJitter(newest);
            if (reads != null) {
                replaceThreads(newest, reads);
            }
            return new CompletableFuture<>();
        }

        @Override
        public void execute(Runnable command) {
            throw new AssertionError("a fetcher manager only submits fetchers");
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
