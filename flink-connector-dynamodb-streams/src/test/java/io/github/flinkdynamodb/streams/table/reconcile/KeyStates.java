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
package io.github.flinkdynamodb.streams.table.reconcile;

/** Opens states of keys to a test of another package. */
public final class KeyStates {

    private KeyStates() {}

    /** Returns the state of a key for which nothing has arrived. */
    public static KeyState none() {
        return KeyState.NONE;
    }

    /** Returns whether a change has taken back a row that was never given out. */
    public static boolean isStarting(KeyState state) {
        return state.status() == KeyState.Status.STARTING;
    }

    /** Returns a step that drops a row. */
    public static Reconciler.Step dropped(KeyState next) {
        return Reconciler.Step.drop(next);
    }
}
