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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

/**
 * One measurement.
 *
 * @param job what is measured
 * @param variant who reads
 * @param pages how long the backlog is, about
 * @param warmUpCpuSeconds how much CPU time goes before
 * @param open whether the shards go on after the backlog, as they do in {@link PreparedStream}
 */
record CatchUpPlan(
        CatchUpCase job, Variant variant, int pages, int warmUpCpuSeconds, boolean open) {}
