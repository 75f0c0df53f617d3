/** What stands at / for a person with a browser. */
export const page = (version: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>uwtop</title>
<h1>uwtop ${version}</h1>
<p>uWSGI for Prometheus.</p>
<ul>
<li><a href="/metrics">/metrics</a>: the targets that it was started with</li>
<li>/probe?target=HOST:PORT: one target, in the multi-target pattern</li>
<li><a href="/-/healthy">/-/healthy</a>: 200 while it runs</li>
<li><a href="/-/ready">/-/ready</a>: 200 once every target has been asked</li>
</ul>
</html>
`;
