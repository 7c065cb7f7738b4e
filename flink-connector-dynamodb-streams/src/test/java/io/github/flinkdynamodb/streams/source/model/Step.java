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

import java.util.List;
import java.util.Random;

/** One step of an interleaving: what happens, and a number that says to whom. */
final class Step {

    static final int CHOICES = 5040;

    private final StepKind kind;
    private final int choice;

    private Step(StepKind kind, int choice) {
        this.kind = kind;
        this.choice = choice;
    }

    static Step random(List<StepKind> kinds, Random random) {
        return new Step(kinds.get(random.nextInt(kinds.size())), random.nextInt(CHOICES));
    }

    /**
     * Does the step.
     *
     * @return false if there is nothing to do, as with a delivery where nothing waits
     */
    boolean apply(World world) throws Exception {
        try {
            return kind.apply(world, choice);
        } catch (Exception e) {
            if (world.repair == null || !world.repair.restarts(e)) {
                throw e;
            }
            return true;
        }
    }

    /** The step in words, as far as it can be said beforehand. */
    String describe(World world) {
        return kind.describe(world, choice);
    }

    @Override
    public String toString() {
        return kind + " " + choice;
    }
}
