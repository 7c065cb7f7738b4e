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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user does by Flink's REST API. Every call fails with an {@link UncheckedIOException} where
 * no JobManager answers, and with an {@link IllegalStateException} where it says no.
 *
 * <p>Thread-safe.
 */
public final class FlinkRest {

    /**
     * A JobManager that runs a job's main method beside other builds needs more than half a minute.
     */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final String BOUNDARY = "boundary-of-the-jar";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(30))
                    .build();

    FlinkRest(int port) {
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** Returns whether a JobManager answers. */
    boolean answers() {
        try {
            return get("/overview").has("taskmanagers");
        } catch (UncheckedIOException | IllegalStateException notYet) {
            return false;
        }
    }

    /**
     * Returns how many TaskManagers have registered.
     *
     * @return the number
     */
    public int taskManagers() {
        return get("/overview").get("taskmanagers").asInt();
    }

    /**
     * Returns which TaskManagers the JobManager counts on.
     *
     * @return their names
     */
    public List<String> taskManagerNames() {
        List<String> names = new ArrayList<>();
        get("/taskmanagers").get("taskmanagers").forEach(one -> names.add(one.get("id").asText()));
        return names;
    }

    /**
     * Returns how many slots no job has.
     *
     * @return the number
     */
    public int freeSlots() {
        return get("/overview").get("slots-available").asInt();
    }

    /**
     * Uploads a jar.
     *
     * @param jar the file
     * @return its id, for {@link #run}
     */
    public String upload(Path jar) {
        byte[] head =
                ("--"
                                + BOUNDARY
                                + "\r\nContent-Disposition: form-data; name=\"jarfile\";"
                                + " filename=\""
                                + jar.getFileName()
                                + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            HttpRequest.BodyPublisher body =
                    HttpRequest.BodyPublishers.ofByteArrays(
                            List.of(head, Files.readAllBytes(jar), tail));
            HttpRequest request =
                    request("/jars/upload")
                            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                            .POST(body)
                            .build();
            String file = send(request).get("filename").asText();
            return file.substring(file.lastIndexOf('/') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + jar, e);
        }
    }

    /**
     * Runs a job of a jar.
     *
     * @param jarId what {@link #upload} gave
     * @param mainClass the class to run
     * @param arguments its arguments
     * @param parallelism the job's parallelism
     * @param restoreFrom the path of a savepoint or a retained checkpoint, or null
     * @return the job's id
     */
    public String run(
            String jarId,
            String mainClass,
            List<String> arguments,
            int parallelism,
            String restoreFrom) {
        ObjectNode body = JSON.createObjectNode();
        body.put("entryClass", mainClass);
        body.put("parallelism", parallelism);
        arguments.forEach(body.putArray("programArgsList")::add);
        if (restoreFrom != null) {
            body.put("savepointPath", restoreFrom);
            body.put("allowNonRestoredState", false);
        }
        return post("/jars/" + jarId + "/run", body).get("jobid").asText();
    }

    /**
     * Returns the state of a job.
     *
     * @param job its id
     * @return such as {@code RUNNING}
     */
    public String state(String job) {
        return get("/jobs/" + job).get("state").asText();
    }

    /**
     * Returns whether every task of a job runs.
     *
     * @param job its id
     * @return false while one is restarted
     */
    public boolean isRunning(String job) {
        JsonNode details = get("/jobs/" + job);
        if (!details.get("state").asText().equals("RUNNING")) {
            return false;
        }
        for (JsonNode vertex : details.get("vertices")) {
            if (vertex.get("tasks").get("RUNNING").asInt() != vertex.get("parallelism").asInt()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Cancels a job.
     *
     * @param job its id
     */
    public void cancel(String job) {
        send(request("/jobs/" + job).method("PATCH", HttpRequest.BodyPublishers.noBody()).build());
    }

    /**
     * Begins to take a savepoint.
     *
     * @param job the job's id
     * @param folder where to
     * @return the request's id, for {@link #savepointResult}
     */
    public String savepoint(String job, Path folder) {
        ObjectNode body = JSON.createObjectNode();
        body.put("target-directory", folder.toUri().toString());
        body.put("cancel-job", false);
        return post("/jobs/" + job + "/savepoints", body).get("request-id").asText();
    }

    /**
     * Begins to stop a job with a savepoint.
     *
     * @param job the job's id
     * @param folder where to
     * @return the request's id, for {@link #savepointResult}
     */
    public String stopWithSavepoint(String job, Path folder) {
        ObjectNode body = JSON.createObjectNode();
        body.put("targetDirectory", folder.toUri().toString());
        body.put("drain", false);
        return post("/jobs/" + job + "/stop", body).get("request-id").asText();
    }

    /**
     * Returns what became of a savepoint.
     *
     * @param job the job's id
     * @param request the request's id
     * @return the savepoint's path, or nothing while it is being taken
     * @throws IllegalStateException if it failed
     */
    public Optional<String> savepointResult(String job, String request) {
        JsonNode answer = get("/jobs/" + job + "/savepoints/" + request);
        if (!answer.get("status").get("id").asText().equals("COMPLETED")) {
            return Optional.empty();
        }
        JsonNode location = answer.get("operation").get("location");
        if (location == null || location.isNull()) {
            throw new IllegalStateException(
                    "The savepoint failed: " + answer.get("operation").toPrettyString());
        }
        return Optional.of(location.asText());
    }

    /**
     * Returns how many checkpoints of a job were completed.
     *
     * @param job its id
     * @return the number, savepoints among them
     */
    public long completedCheckpoints(String job) {
        return get("/jobs/" + job + "/checkpoints").get("counts").get("completed").asLong();
    }

    /**
     * Returns how often a job's state was restored, from a checkpoint or a savepoint.
     *
     * @param job its id
     * @return the number
     */
    public long restoredCheckpoints(String job) {
        return get("/jobs/" + job + "/checkpoints").get("counts").get("restored").asLong();
    }

    /**
     * Returns how often a job was restarted.
     *
     * @param job its id
     * @return the number
     */
    public long restarts(String job) {
        JsonNode values = get("/jobs/" + job + "/metrics?get=numRestarts");
        return values.isEmpty() ? 0 : values.get(0).get("value").asLong();
    }

    /**
     * Returns what made a job fail last.
     *
     * @param job its id
     * @return stack traces, or a text that says there are none
     */
    public String exceptions(String job) {
        return get("/jobs/" + job + "/exceptions").toPrettyString();
    }

    /**
     * Returns a metric of all subtasks that have it.
     *
     * @param job the job's id
     * @param vertex a part of the name of its vertex, such as {@code version check}
     * @param metric the whole name after the subtask, or its last part: {@code checked}
     * @param aggregation {@code sum}, {@code min}, {@code max} or {@code avg}
     * @return the value, or nothing where no subtask has reported it
     */
    public Optional<Double> metric(String job, String vertex, String metric, String aggregation) {
        for (JsonNode candidate : get("/jobs/" + job).get("vertices")) {
            if (!candidate.get("name").asText().contains(vertex)) {
                continue;
            }
            String path =
                    "/jobs/"
                            + job
                            + "/vertices/"
                            + candidate.get("id").asText()
                            + "/subtasks/metrics";
            for (JsonNode name : get(path)) {
                String id = name.get("id").asText();
                if (id.equals(metric) || id.endsWith("." + metric)) {
                    return value(get(path + "?get=" + encode(id) + "&agg=" + aggregation));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Double> value(JsonNode answer) {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        JsonNode first = answer.get(0);
        for (String aggregation : List.of("sum", "min", "max", "avg")) {
            if (first.has(aggregation)) {
                return Optional.of(first.get(aggregation).asDouble());
            }
        }
        return Optional.empty();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    private JsonNode post(String path, ObjectNode body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        request.method()
                                + " "
                                + request.uri()
                                + " gave "
                                + response.statusCode()
                                + ": "
                                + response.body().replace("\\n", "\n").replace("\\t", "\t"));
            }
            return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at " + request.uri(), e);
        }
    }
}
