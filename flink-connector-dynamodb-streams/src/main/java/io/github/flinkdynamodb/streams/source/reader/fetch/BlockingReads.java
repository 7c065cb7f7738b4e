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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a reader that may wait for files. Few, since one of them inflates about as fast as
 * the fetcher's thread decodes; more than one, since opening a file of a distant store takes its
 * time. A thread without work ends after a while, so a reader without files has none.
 */
final class BlockingReads implements AutoCloseable {

    /** How many files are read at the same time. */
    static final int THREADS = 4;

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    BlockingReads() {
        threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        read -> {
                            Thread thread = new Thread(read, "dynamodb-streams-files");
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * What may wait for a file.
     *
     * @param <T> the type of what it returns
     */
    interface BlockingRead<T> {
        /** Reads, and returns what it has read. */
        T read() throws IOException;
    }

    /**
     * Has something read.
     *
     * @param <T> the type of what it returns
     * @return what it returns or throws; it never completes if {@link #close()} comes first
     */
    <T> CompletableFuture<T> submit(BlockingRead<T> read) {
        return CompletableFuture.supplyAsync(() -> complete(read), threads);
    }

    private static <T> T complete(BlockingRead<T> read) {
        try {
            return read.read();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Interrupts the reads under way, and drops those that wait; the threads end. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
