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

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** In place of the threads of a reader that wait for files: a test says when a read happens. */
final class SteppedReads extends ThreadPoolExecutor {

    private final Executor reads;

    /**
     * Creates an executor that never starts a thread.
     *
     * @param reads takes each read, and runs it on the test's thread, at once or later
     */
    SteppedReads(Executor reads) {
        super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        this.reads = reads;
    }

    @Override
    public void execute(Runnable read) {
        reads.execute(read);
    }
}
