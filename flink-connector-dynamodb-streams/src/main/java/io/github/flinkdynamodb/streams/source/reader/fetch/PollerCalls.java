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

/**
 * The calls of one kind of splits: how they are made, and what follows from their answers. Fetcher
 * thread only.
 */
interface PollerCalls {

    /** Returns the lane of this kind of splits. */
    FetchLane lane();

    /**
     * Makes a call.
     *
     * @param poller whose call it is; one of this kind
     * @param call what the poller has asked for
     * @return the answer to come
     */
    CompletableFuture<?> send(Poller poller, PollerCall call);

    /**
     * Takes the answer to a call of a poller that still waits for it, and plans the next call.
     *
     * @return how many bytes of the answer are kept to be decoded
     * @throws IOException if the call failed in a way that the job can't continue after
     */
    long completed(Completion completion) throws IOException;

    /** Notes that the answer to a call is dropped, whatever it is: it comes too late. */
    void ignored(PollerCall call);

    /** Plans a poller's next call, if it wants one and none is planned, as soon as that may be. */
    void callNext(Poller poller);

    /** Ends a poller that the scheduler forgets. */
    void removed(Poller poller);
}
