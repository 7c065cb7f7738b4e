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

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What other threads have for the fetcher thread: answered calls, freed bytes, and the wish that it
 * stop waiting. Any thread may add; one takes.
 */
final class CompletionQueue {

    private static final Completion NUDGE = new Completion(null, null, null, null, 0);

    private final LinkedBlockingQueue<Completion> queue = new LinkedBlockingQueue<>();
    private volatile boolean wokenUp;
    private Completion head;

    void add(Completion completion) {
        queue.add(completion);
    }

    /** Makes the waiting thread check again whether it can continue. */
    void nudge() {
        queue.add(NUDGE);
    }

    /** Makes the waiting thread, or the next one to wait, return to its caller. */
    void wakeUp() {
        wokenUp = true;
        queue.add(NUDGE);
    }

    /** Returns whether {@link #wakeUp()} was called since the last time. */
    boolean takeWakeUp() {
        boolean was = wokenUp;
        if (was) {
            wokenUp = false;
        }
        return was;
    }

    /** Returns the next answered call, or null if there is none at present. */
    Completion poll() {
        Completion next = head;
        head = null;
        while (next == null || next == NUDGE) {
            next = queue.poll();
            if (next == null) {
                return null;
            }
        }
        return next;
    }

    /**
     * Waits until something is added, or for a time.
     *
     * @param millis how long at most; {@link Long#MAX_VALUE} for as long as it takes
     */
    void await(long millis) throws InterruptedException {
        if (head == null) {
            head = queue.poll(millis, TimeUnit.MILLISECONDS);
        }
    }
}
