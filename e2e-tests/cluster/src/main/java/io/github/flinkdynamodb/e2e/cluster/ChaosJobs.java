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
package io.github.flinkdynamodb.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Runs the chaos job on clusters, and takes it from one to the next. The jar is the one that the
 * system property {@code chaos.job.jar} names.
 */
public final class ChaosJobs {

    private static final String MAIN_CLASS = "io.github.flinkdynamodb.e2e.chaosjob.ChaosJob";
    private static final String CHECKPOINT = "chk-";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path jar;
    private final Path output;
    private final List<String> arguments;

    /**
     * Creates jobs that read a stream.
     *
     * @param endpoint the address of the service
     * @param region its region
     * @param streamArn the stream's ARN
     * @param output the folder for the items' verdicts
     */
    public ChaosJobs(URI endpoint, String region, String streamArn, Path output) {
        this(
                output,
                List.of(
                        "--endpoint",
                        endpoint.toString(),
                        "--region",
                        region,
                        "--stream-arn",
                        streamArn,
                        "--output",
                        output.toUri().toString()));
    }

    private ChaosJobs(Path output, List<String> arguments) {
        this.jar = Path.of(System.getProperty("chaos.job.jar", "chaos-job.jar"));
        this.output = output;
        this.arguments = arguments;
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "The system property chaos.job.jar must name the jar that e2e-tests/chaos-job"
                            + " builds: there is no file "
                            + jar.toAbsolutePath());
        }
    }

    /**
     * Sets one more argument of the job.
     *
     * @param name its name, without dashes
     * @param value its value
     * @return other jobs
     */
    public ChaosJobs with(String name, String value) {
        List<String> more = new ArrayList<>(arguments);
        more.add("--" + name);
        more.add(value);
        return new ChaosJobs(output, more);
    }

    /**
     * Lets the job read a table, and then its stream.
     *
     * @param table the table's name
     * @param readCapacity with how many read units a second each of the job's sources may read it
     * @return other jobs
     */
    public ChaosJobs fromTable(String table, long readCapacity) {
        return with("startup", "initial")
                .with("table", table)
                .with("read-capacity", Long.toString(readCapacity));
    }

    /**
     * Lets a SQL table whose rows are taken back when they are replaced read the same, beside that
     * of {@link #withSql}.
     *
     * @param folder for the verdicts on what it gives
     * @return other jobs
     */
    public ChaosJobs withChangelog(Path folder) {
        return with("changelog-output", folder.toUri().toString());
    }

    /**
     * Lets a SQL table read the same stream.
     *
     * @param folder for the verdicts on what it gives
     * @return other jobs
     */
    public ChaosJobs withSql(Path folder) {
        return with("sql-output", folder.toUri().toString());
    }

    /**
     * Submits the job and waits until all its tasks run.
     *
     * @param cluster where
     * @param parallelism its parallelism
     * @param restoreFrom the path of a savepoint or checkpoint, or null
     * @return the job's id
     * @throws IllegalStateException if it doesn't run in time, with its failures
     */
    public String run(FlinkCluster cluster, int parallelism, String restoreFrom) {
        String jarId = cluster.rest().upload(jar);
        String job = cluster.rest().run(jarId, MAIN_CLASS, arguments, parallelism, restoreFrom);
        awaitRunning(cluster, job);
        return job;
    }

    /**
     * Waits until all tasks of a job run.
     *
     * @param cluster where
     * @param job the job's id
     * @throws IllegalStateException if they don't in time, with the job's failures
     */
    public void awaitRunning(FlinkCluster cluster, String job) {
        try {
            cluster.await("The job runs", () -> cluster.rest().isRunning(job));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    e.getMessage() + "\nThe job's failures:\n" + failures(cluster, job), e);
        }
    }

    private static String failures(FlinkCluster cluster, String job) {
        try {
            return cluster.rest().exceptions(job);
        } catch (UncheckedIOException | IllegalStateException e) {
            return "not known: " + e;
        }
    }

    /**
     * Stops a job with a savepoint. A request that fails, as one does that collides with a
     * recovery, is made again; a slow one isn't, for a second one finds no job once the first has
     * stopped it.
     *
     * @param cluster where it runs
     * @param job its id
     * @param folder for the savepoint
     * @return the savepoint's path
     */
    public String stop(FlinkCluster cluster, String job, Path folder) {
        AtomicReference<String> request = new AtomicReference<>();
        String path =
                Awaitility.await("The job stops with a savepoint")
                        .atMost(PATIENCE)
                        .pollInSameThread()
                        .pollInterval(Duration.ofMillis(100))
                        .ignoreExceptions()
                        .until(() -> savepoint(cluster, job, folder, request), Optional::isPresent)
                        .orElseThrow();
        cluster.await("The job has ended", () -> cluster.rest().state(job).equals("FINISHED"));
        return path;
    }

    /** What has become of the request, which is made first if there is none. */
    private Optional<String> savepoint(
            FlinkCluster cluster, String job, Path folder, AtomicReference<String> request) {
        if (request.get() == null) {
            awaitRunning(cluster, job);
            request.set(cluster.rest().stopWithSavepoint(job, folder));
        }
        try {
            return cluster.rest().savepointResult(job, request.get());
        } catch (IllegalStateException e) {
            if (!cluster.rest().state(job).equals("FINISHED")) {
                request.set(null);
            }
            throw e;
        }
    }

    /**
     * Finds the newest checkpoint of a job that was completed, also where nobody was told of it any
     * more.
     *
     * @param cluster where the job ran
     * @param job its id
     * @return the checkpoint's path, or nothing if there is none
     */
    public static Optional<String> newestCheckpoint(FlinkCluster cluster, String job) {
        Path folder = cluster.settings().checkpoints().resolve(job);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.getFileName().toString().startsWith(CHECKPOINT))
                    .filter(path -> Files.isRegularFile(path.resolve("_metadata")))
                    .max(Comparator.comparingLong(ChaosJobs::number))
                    .map(path -> path.toUri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(CHECKPOINT.length()));
    }

    /**
     * Reads the verdicts that were committed up to now.
     *
     * @return one for each item whose last change has come
     */
    public List<Verdict> verdicts() {
        return Verdict.read(output);
    }
}
