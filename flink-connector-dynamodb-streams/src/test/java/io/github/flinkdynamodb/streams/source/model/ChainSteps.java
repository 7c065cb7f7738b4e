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
package io.github.flinkdynamodb.streams.source.model;

/**
 * Several steps of a chain of incremental exports in a row, which are of interest and seldom come
 * about one by one.
 */
final class ChainSteps {

    private ChainSteps() {}

    /**
     * All readers read what they have, and a checkpoint comes as far as it can while the operator
     * behind the source, if there is one, processes nothing. What that makes possible is read too;
     * then the operator takes from one channel before it takes from the others.
     */
    static boolean followWindow(World world, int choice) throws Exception {
        readOn(world, choice);
        world.job.sendBarriers();
        DownstreamModel downstream = world.output.downstream();
        if (downstream != null) {
            downstream.takeUnaligned();
        }
        while (world.job.acknowledge(1 + 2 * choice)) {
            continue;
        }
        readOn(world, choice);
        while (downstream != null && downstream.process(choice)) {
            continue;
        }
        return true;
    }

    private static void readOn(World world, int choice) throws Exception {
        world.exchangeMessages(choice);
        world.readOnAll(true);
    }
}
